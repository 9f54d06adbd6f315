/** Names that a shell takes as they are, and no program for an option. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/**
 * The command that makes a network with its card of a file, to be pasted into a terminal.
 *
 * @param file the name of the file. It is the author's choice: what a shell might run is not repeated.
 */
export function exportCommand(file: string): string {
  const [ending] = file.match(/\.\w+$/) ?? [''];
  const name = PLAIN.test(file) ? file : `mine${ending}`;
  return `npm run models -- export ${name} -o ${name.slice(0, name.length - ending.length)}-matteo.onnx`;
}
