export { exponentials, multiplyAddProbe, log } from './arithmetic.as';
export { accumulateOuter, matmul, packColumns, packRows } from './matmul.as';
export {
  addFloats,
  clear,
  gatedSilu,
  gatedSiluBackward,
  gatherRows,
  rmsNorm,
  rmsNormBackward,
  rotate,
  scatterAddRows,
} from './layers.as';
export { attention, attentionBackward, attentionBackwardScratch, attentionScratch } from './attention.as';
export { drawTokens, lossAndGradient, targetLogProbs, threefry } from './output.as';
export { adamW, squareSum } from './adamW.as';
export { appendToCache, copyTail, decodeAttention } from './cache.as';
