// remove.bg: a file and base64; JSON comes back. Writes what it was told to standard output.
const { readFileSync } = require('node:fs');
const { removeBackgroundFromImageFile, removeBackgroundFromImageBase64 } = require('remove.bg');

const [path] = process.argv.slice(2);
const options = { apiKey: 'right', size: 'regular', crop: true, crop_margin: '5px', scale: 'original' };
(async () => {
  const file = await removeBackgroundFromImageFile({ ...options, path });
  const base64img = readFileSync(path).toString('base64');
  const base64 = await removeBackgroundFromImageBase64({ ...options, base64img, bg_color: 'ff0000' });
  const declined = await removeBackgroundFromImageFile({ ...options, path, apiKey: 'wrong' }).catch((errors) => errors);
  console.log(JSON.stringify({ file, base64, declined }));
})();
