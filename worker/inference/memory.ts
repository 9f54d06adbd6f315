/** So many sizes the runtime asks for when it needs more memory, each smaller than the one before: a fifth, a tenth, a twentieth more. */
const TRIES = 3;

/**
 * Has memories of WebAssembly grow in small steps. Emscripten asks for a fifth more than there is, and for less where that is refused; what
 * is granted is never given back.
 */
export function growFinely(): void {
  const { grow } = WebAssembly.Memory.prototype;
  let [size, tries] = [0, 0];
  WebAssembly.Memory.prototype.grow = function (pages) {
    tries = this.buffer.byteLength === size ? tries + 1 : 1;
    size = this.buffer.byteLength;
    if (tries < TRIES) throw new RangeError('The memory grows by less.');
    tries = 0;
    return grow.call(this, pages);
  };
}
