import { describe, expect, it } from 'vitest';
import { type DeviceSurroundings, LIMITS, probeDevice } from './device.ts';
import { BackendUnavailableError } from './deviceErrors.ts';

const limits = Object.fromEntries(LIMITS.map((name, index) => [name, index + 1]));

function surroundings(adapter: object | null | Error, rest: Partial<DeviceSurroundings> = {}): DeviceSurroundings {
  const requestAdapter = async () => {
    if (adapter instanceof Error) throw adapter;
    return adapter as GPUAdapter | null;
  };
  return { gpu: { requestAdapter }, secure: true, node: false, webAssembly: true, ...rest };
}

function adapter(info: object | undefined, rest: object = {}) {
  return { info, features: new Set(['subgroups', 'shader-f16']), limits, ...rest };
}

const hardware = adapter({ vendor: 'nvidia', architecture: 'ampere', device: '', description: '' });
const swiftshader = adapter({ vendor: 'google', architecture: 'swiftshader', device: '', description: '' });

describe('probeDevice', () => {
  it('takes WebGPU on a hardware adapter and reports it', async () => {
    const report = await probeDevice('auto', surroundings(hardware));
    expect(report).toMatchObject({ backend: 'webgpu', adapter: 'nvidia ampere', softwareAdapter: false });
    expect(report.features).toEqual(['shader-f16', 'subgroups']);
    expect(report.limits).toEqual(limits);
    expect(report.reasons).toEqual(['WebGPU is available on nvidia ampere.', 'Training runs on WebGPU.']);
  });

  it.each([
    ['SwiftShader', swiftshader],
    ['a fallback adapter', adapter({ vendor: 'x', isFallbackAdapter: true })],
    ['a fallback adapter of an older browser', adapter(undefined, { isFallbackAdapter: true })],
    ['llvmpipe', adapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 15)' })],
  ])('takes wasm on %s unless WebGPU is asked for', async (_, software) => {
    expect((await probeDevice('auto', surroundings(software))).backend).toBe('wasm');
    const asked = await probeDevice('webgpu', surroundings(software));
    expect(asked.backend).toBe('webgpu');
    expect(asked.reasons.at(-1)).toBe('A software adapter is slower than the wasm backend.');
  });

  it.each([
    ['no adapter', surroundings(null), 'offers no graphics adapter'],
    ['a throwing driver', surroundings(new Error('driver')), 'offers no graphics adapter'],
    ['no WebGPU', surroundings(null, { gpu: undefined }), 'needs a browser'],
    ['Node', surroundings(null, { gpu: undefined, node: true }), 'Node has no WebGPU'],
    ['an insecure page', surroundings(null, { gpu: undefined, secure: false }), 'over https'],
  ])('says what is missing: %s', async (_, where, words) => {
    const report = await probeDevice('auto', where);
    expect(report).toMatchObject({ backend: 'wasm', adapter: null, features: [], limits: {} });
    expect(report.reasons[0]).toContain(words);
    const refusal = await probeDevice('webgpu', where).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BackendUnavailableError);
    expect((refusal as Error).message).toContain(words);
  });

  it('falls back to plain JavaScript where WebAssembly is off', async () => {
    const where = surroundings(null, { webAssembly: false });
    expect((await probeDevice('auto', where)).backend).toBe('cpu');
    await expect(probeDevice('wasm', where)).rejects.toThrow('Choose the cpu backend');
    expect((await probeDevice('cpu', where)).reasons.at(-1)).toContain('as asked');
  });

  it('runs in Node, which has no adapter', async () => {
    expect((await probeDevice('auto')).backend).toBe('wasm');
  });
});
