import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

/** A WGSL program of our own for tfjs's WebGPU backend: one workgroup for each unit of work, one output tensor. */
export interface Program {
  /** Names the WGSL text: two programs of one name must have the same text. */
  name: string;
  /**
   * WGSL with `fn main(index : i32)`; tfjs declares the inputs, `result`, `uniforms`, `localId` and `workgroupId`.
   * It must use every input and `uniforms`: the bind group layout is inferred from the text.
   */
  code: string;
  inputNames: string[];
  /** WGSL fields of `uniforms`, each followed by a comma, in the order of `Uniform` values. */
  uniforms: string;
  workgroupSize: number;
  workgroups: number;
}

export interface Uniform {
  type: 'float32' | 'int32' | 'uint32';
  data: number[];
}

/** Runs a program into a new tensor of `shape`. */
export function runProgram(
  program: Program,
  inputs: tf.Tensor[],
  shape: number[],
  dtype: 'float32' | 'int32',
  uniforms: Uniform[],
): tf.Tensor {
  const backend = tf.backend() as WebGPUBackend;
  const info = backend.runWebGPUProgram(webGpuProgram(program, shape), inputs, dtype, uniforms);
  return tf.engine().makeTensorFromTensorInfo(info);
}

/**
 * Runs a program that writes into an existing tensor, which must not be among its inputs (a buffer may not be bound for
 * reading and writing at once) and must never have been read back before (tfjs would answer from its copy).
 */
export function runProgramInto(program: Program, inputs: tf.Tensor[], output: tf.Tensor, uniforms: Uniform[]): void {
  const backend = tf.backend() as WebGPUBackend;
  const dtype = output.dtype as 'float32' | 'int32';
  backend.runWebGPUProgram(webGpuProgram(program, output.shape), inputs, dtype, uniforms, output);
}

function webGpuProgram(program: Program, outputShape: number[]): WebGPUProgram {
  return {
    shaderKey: program.name,
    variableNames: program.inputNames,
    outputShape,
    uniforms: program.uniforms,
    workgroupSize: [program.workgroupSize, 1, 1],
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [program.workgroups, 1, 1],
    getUserCode: () => program.code,
  };
}
