import { CheckpointError, type Tensor } from './safetensors.ts';

/** A checkpoint's tensor of this name. @throws CheckpointError when it is missing or of other dimensions */
export function findTensor(tensors: ReadonlyMap<string, Tensor>, name: string, dims: readonly number[]): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new CheckpointError(`The checkpoint has no tensor ${name}: it is of another model.`);
  if (tensor.shape.join() !== dims.join()) {
    throw new CheckpointError(
      `The checkpoint is of another size: ${name} is [${tensor.shape}] in it and [${dims}] in this run. Choose its model size, or another checkpoint.`,
    );
  }
  return tensor;
}
