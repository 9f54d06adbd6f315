/** The portrait artifacts made of MODNet's ONNX file. */
export const exportPortrait = (modnet: Uint8Array): { fp32: Uint8Array } => ({ fp32: modnet });
