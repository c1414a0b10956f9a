import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = dirname(fileURLToPath(import.meta.url));

/** Compiles kernels/*.as.ts to WebAssembly, with fused multiply-add (relaxed SIMD) or without. */
export async function compileKernels(feature: 'relaxed-simd' | 'simd'): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      'kernels/index.as.ts',
      ...['--baseDir', folder, '--outFile', 'kernels.wasm', '--enable', feature, '--runtime', 'stub', '--noAssert'],
      ...['--importMemory', '--zeroFilledMemory', '-O3'],
    ],
    {
      writeFile: (_name, contents) => {
        binary = contents as Uint8Array;
      },
    },
  );
  if (error || !binary) throw new Error(`The kernels in ${folder} do not compile: ${error?.message}\n${stderr}`);
  return binary;
}

/** The text of kernelBinaries.ts. */
export async function kernelBinariesSource(): Promise<string> {
  const base64 = async (feature: 'relaxed-simd' | 'simd') =>
    `'${Buffer.from(await compileKernels(feature)).toString('base64')}'`;
  return [
    '/** Written by `npm run build:wasm` from kernels/*.as.ts: WebAssembly in base64. Do not edit. */',
    '',
    '/** With fused multiply-add (relaxed SIMD). */',
    `export const relaxedKernels =\n  ${await base64('relaxed-simd')};`,
    '',
    '/** For engines without relaxed SIMD. */',
    `export const plainKernels =\n  ${await base64('simd')};`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(join(folder, 'kernelBinaries.ts'), await kernelBinariesSource());
}
