/** What each device has compiled or is compiling, by text and bindings: a run that is set back needs the same again, and it takes seconds. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** Compiles pipelines, all at the same time and each once for its device, and tells in a sentence how far it is. */
export class Compiler {
  private started = 0;
  private done = 0;
  private readonly known: Map<string, Promise<GPUComputePipeline>>;

  constructor(
    private readonly device: GPUDevice,
    private readonly tell: (sentence: string) => void,
  ) {
    this.known = compiled.get(device) ?? new Map();
    compiled.set(device, this.known);
  }

  /**
   * @param bindings of bind group 0, where its pipelines are to share groups; 'auto' for those that the text uses
   * @throws GPUPipelineError when the device refuses the text
   */
  compile(label: string, code: string, bindings: GPUBindGroupLayoutEntry[] | 'auto'): Promise<GPUComputePipeline> {
    const key = JSON.stringify([code, bindings]);
    let pipeline = this.known.get(key);
    if (!pipeline) {
      pipeline = this.compileNew(label, code, bindings);
      this.known.set(key, pipeline);
      pipeline.catch(() => this.known.delete(key));
    }
    return pipeline;
  }

  private async compileNew(
    label: string,
    code: string,
    bindings: GPUBindGroupLayoutEntry[] | 'auto',
  ): Promise<GPUComputePipeline> {
    const { device } = this;
    this.started++;
    const module = device.createShaderModule({ label, code });
    const layout =
      bindings === 'auto'
        ? bindings
        : device.createPipelineLayout({ bindGroupLayouts: [device.createBindGroupLayout({ entries: bindings })] });
    const pipeline = await device.createComputePipelineAsync({ label, layout, compute: { module } });
    this.done++;
    this.tell(`Compiling the programs of the graphics adapter: ${this.done} of ${this.started}.`);
    return pipeline;
  }
}
