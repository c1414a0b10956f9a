import { describe, expect, it, vi } from 'vitest';
import { Compiler } from './compiler.ts';

/** A device that compiles whatever is not called wrong. */
function stubDevice() {
  const createComputePipelineAsync = vi.fn(async ({ label }: GPUComputePipelineDescriptor) => {
    if (label === 'wrong') throw new Error('does not compile');
    return { label } as GPUComputePipeline;
  });
  const device = {
    createShaderModule: () => ({}),
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createComputePipelineAsync,
  };
  return { device: device as unknown as GPUDevice, compiled: createComputePipelineAsync };
}

const bindings: GPUBindGroupLayoutEntry[] = [{ binding: 0, visibility: 4, buffer: { type: 'uniform' } }];

describe('Compiler', () => {
  it('compiles once for a device, and tells of what it compiles only', async () => {
    const { device, compiled } = stubDevice();
    const said: string[] = [];
    const first = new Compiler(device, (sentence) => said.push(sentence));
    const pipelines = await Promise.all([first.compile('a', 'text', bindings), first.compile('b', 'other', 'auto')]);
    expect(said).toEqual([1, 2].map((done) => `Compiling the programs of the graphics adapter: ${done} of 2.`));

    said.length = 0;
    const second = new Compiler(device, (sentence) => said.push(sentence));
    expect(await second.compile('a', 'text', [...bindings])).toBe(pipelines[0]);
    expect(await second.compile('b', 'other', 'auto')).toBe(pipelines[1]);
    expect(said).toEqual([]);
    await second.compile('c', 'third', bindings);
    expect(said).toEqual(['Compiling the programs of the graphics adapter: 1 of 1.']);
    expect(compiled).toHaveBeenCalledTimes(3);
  });

  it('tells texts and bindings apart, not labels', async () => {
    const { device, compiled } = stubDevice();
    const compiler = new Compiler(device, () => {});
    await compiler.compile('a', 'text', bindings);
    await compiler.compile('a', 'other', bindings);
    await compiler.compile('a', 'text', 'auto');
    await compiler.compile('b', 'text', bindings);
    expect(compiled).toHaveBeenCalledTimes(3);
  });

  it('compiles anew for another device', async () => {
    const [lost, next] = [stubDevice(), stubDevice()];
    const pipeline = await new Compiler(lost.device, () => {}).compile('a', 'text', bindings);
    expect(await new Compiler(next.device, () => {}).compile('a', 'text', bindings)).not.toBe(pipeline);
    expect(next.compiled).toHaveBeenCalledTimes(1);
  });

  it('tries again what did not compile', async () => {
    const { device, compiled } = stubDevice();
    const compiler = new Compiler(device, () => {});
    await expect(compiler.compile('wrong', 'text', bindings)).rejects.toThrow('does not compile');
    await expect(compiler.compile('right', 'text', bindings)).resolves.toMatchObject({ label: 'right' });
    expect(compiled).toHaveBeenCalledTimes(2);
  });
});
