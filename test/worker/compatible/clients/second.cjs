// removebg-wrapper: a file; the image comes back and is written to output.png.
const { rbFromImageFile } = require('removebg-wrapper');

const [path] = process.argv.slice(2);
rbFromImageFile(path, 'right');
