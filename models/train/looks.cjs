// Runs ONNX files for `native.py`: requests on stdin, answers on stdout, one after another.
// Request: JSON line {"path", "shape"}, then the floats of `shape`. Answer: uint32 bytes, then floats [1, 1, H, W].
const { InferenceSession, Tensor } = require(`${process.argv[2]}/node_modules/onnxruntime-node`);

const sessions = new Map();
const session = (path) => {
  if (!sessions.has(path))
    sessions.set(path, InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 }));
  return sessions.get(path);
};

async function main() {
  let waiting = Buffer.alloc(0);
  let request;
  for await (const chunk of process.stdin) {
    waiting = Buffer.concat([waiting, chunk]);
    if (!request) {
      const end = waiting.indexOf(10);
      if (end < 0) continue;
      request = JSON.parse(waiting.subarray(0, end).toString());
      waiting = waiting.subarray(end + 1);
    }
    const bytes = request.shape.reduce((a, b) => a * b, 4);
    if (waiting.length < bytes) continue;
    const floats = new Float32Array(bytes / 4);
    Buffer.from(floats.buffer).set(waiting.subarray(0, bytes));
    waiting = waiting.subarray(bytes);
    const { output } = await (await session(request.path)).run({ input: new Tensor('float32', floats, request.shape) });
    request = undefined;
    const size = Buffer.alloc(4);
    size.writeUInt32LE(output.data.byteLength);
    process.stdout.write(size);
    process.stdout.write(Buffer.from(output.data.buffer, output.data.byteOffset, output.data.byteLength));
  }
}
main();
