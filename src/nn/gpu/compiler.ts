/** Compiles pipelines, all at the same time, and tells in a sentence how far it is. */
export class Compiler {
  private started = 0;
  private done = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly tell: (sentence: string) => void,
  ) {}

  async compile(label: string, code: string, layout: GPUPipelineLayout | 'auto'): Promise<GPUComputePipeline> {
    this.started++;
    const module = this.device.createShaderModule({ label, code });
    const pipeline = await this.device.createComputePipelineAsync({ label, layout, compute: { module } });
    this.done++;
    this.tell(`Compiling the programs of the graphics adapter: ${this.done} of ${this.started}.`);
    return pipeline;
  }
}
