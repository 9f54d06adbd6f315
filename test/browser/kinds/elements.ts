import type { IncomingHttpHeaders } from 'node:http';
import sharp from 'sharp';
import { emptyPhoto } from '../../fixtures/files/photo.ts';
import { svgAround } from '../../fixtures/files/unusual.ts';
import { webm } from '../../fixtures/files/webm.ts';
import type { Site } from '../driver/site.ts';
import { type Kind, type Places, SHOWN } from './kind.ts';
import { ranged } from './ranged.ts';

/**
 * Every element that shows pictures, and every way it may come by them.
 *
 * @param photo a portrait, `width` by `height`, upright and opaque.
 */
export async function elementKinds({ own, other, sibling }: Places, photo: Buffer): Promise<Kind[]> {
  const { width = 0, height = 0 } = await sharp(photo).metadata();
  const jpeg = await sharp(photo).jpeg({ quality: 95 }).toBuffer();
  const sized = `width="${width}" height="${height}"`;
  const box = `width: ${width}px; height: ${height}px;`;
  const nobody = await sharp(await emptyPhoto())
    .resize(width, height, { fit: 'fill' })
    .png()
    .toBuffer();
  const clip = await webm([nobody, photo, photo]);
  const serve = (site: typeof own, path: string, body: Buffer = jpeg, type = 'image/jpeg') =>
    site.put(path, { body, type });
  /** As hosts do that look where a request comes from. */
  const checked = (site: Site, path: string, passes: (headers: IncomingHttpHeaders) => boolean) =>
    site.put(path, (response) => {
      const ok = passes(response.req.headers);
      response.writeHead(ok ? 200 : 403, { 'content-type': ok ? 'image/jpeg' : 'text/plain' }).end(ok ? jpeg : 'No.');
    });
  const dataUrl = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  const paint = (source: string, context = '') =>
    `<canvas id="picture" ${sized}></canvas><script>{
      const image = new Image();
      image.onload = () => { picture.getContext('2d').drawImage(image, 0, 0); picture.dataset.ready = ''; ${context} };
      image.src = '${source}';
    }</script>`;
  const mask = `<div style="position: absolute; inset: 0; z-index: 2"></div>`;
  const under = (inner: string) => `<div style="position: relative; ${box}">${inner}${mask}</div>`;
  const shadow = (mode: string, src: string) =>
    `<div id="host"></div><script>{
      const root = host.attachShadow({ mode: '${mode}' });
      root.innerHTML = '<img src="${src}" ${sized}>';
      globalThis.picture = root.firstChild;
    }</script>`;
  const video = (src: string, at: number) =>
    `<video id="picture" ${sized} muted preload="auto" src="${src}"></video><script>
      picture.onloadeddata = () => { picture.currentTime = ${at}; };
      picture.onseeked = () => { picture.dataset.ready = ''; };
    </script>`;
  const img = (src: string, more = '') => `<img id="picture" src="${src}" ${more}>`;
  const inPlace = (name: string, body: string, src?: string, more: Partial<Kind> = {}): Kind => ({
    name,
    body,
    ...(src !== undefined && { src }),
    shown: 'in place',
    ...more,
  });

  const plain = serve(own, '/plain.jpg');
  const foreign = serve(other, '/foreign.jpg');
  const named = (path: string, site = own) => serve(site, `/${path}.jpg`);
  const clipHere = own.put('/clip.webm', ranged(clip, 'video/webm'));
  const clipThere = other.put('/clip-there.webm', ranged(clip, 'video/webm'));
  const svg = serve(own, '/drawing-of.svg', svgAround(jpeg, width, height), 'image/svg+xml');
  const referred = checked(other, '/referred.jpg', ({ referer }) => referer === `${own.origin}/`);
  const private_ = checked(sibling, '/private.jpg', ({ cookie }) => cookie?.includes('me=1') === true);

  const images: Kind[] = [
    inPlace('<img>', img(plain), plain, { stem: 'plain' }),
    inPlace(
      'srcset',
      `<img id="picture" src="${serve(own, '/small.png', nobody, 'image/png')}" srcset="${named('dense')} 1x, ${plain} 9x">`,
      `${own.origin}/dense.jpg`,
      { stem: 'dense' },
    ),
    inPlace(
      '<picture>',
      `<picture><source media="(min-width: 9999px)" srcset="${plain}"><source srcset="${named('wide')}">${img(plain)}</picture>`,
      `${own.origin}/wide.jpg`,
      { stem: 'wide' },
    ),
    inPlace(
      'lazy-loaded',
      `<p style="height: 4000px"></p>${img(named('lazy'), `loading="lazy" ${sized}`)}<p style="height: 900px"></p>`,
      `${own.origin}/lazy.jpg`,
      {
        stem: 'lazy',
      },
    ),
    inPlace(
      'lazy-loaded by a script',
      img(
        'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
        `data-src="${named('later')}" ${sized}`,
      ),
      undefined,
      { stem: 'later' },
    ),
    inPlace('cross-origin without CORS', img(foreign), foreign, { stem: 'foreign' }),
    inPlace('referer-checked', img(referred), referred, { stem: 'referred' }),
    inPlace('cookie-checked', img(private_), private_, {
      stem: 'private',
      secret: true,
      headers: { 'set-cookie': 'me=1' },
    }),
    inPlace(
      'blob:',
      `<script>fetch('${plain}').then((answer) => answer.blob()).then((blob) => {
        document.body.innerHTML = '<img id="picture" src="' + URL.createObjectURL(blob) + '">';
      })</script>`,
      SHOWN,
    ),
    inPlace(
      'blob: that was revoked',
      `<script>fetch('${plain}').then((answer) => answer.blob()).then((blob) => {
        const url = URL.createObjectURL(blob);
        document.body.innerHTML = '<img id="picture" src="' + url + '">';
        picture.onload = () => URL.revokeObjectURL(url);
      })</script>`,
      SHOWN,
    ),
    inPlace('data:', img(dataUrl), dataUrl),
    inPlace('SVG file', img(svg), svg, { stem: 'drawing-of' }),
    inPlace(
      'SVG <image>',
      `<svg ${sized}><image id="picture" ${sized} href="${named('within')}"/></svg>`,
      `${own.origin}/within.jpg`,
      { stem: 'within' },
    ),
    inPlace(
      '<input type=image>',
      `<input id="picture" type="image" src="${named('button')}">`,
      `${own.origin}/button.jpg`,
      {
        stem: 'button',
      },
    ),
  ];

  const background = (url: string, more = '') =>
    `<div id="picture" style="${box} background: ${url.includes('(') ? url : `url('${url}')`} center / cover; ${more}"></div>`;
  const drawn: Kind[] = [
    inPlace('CSS background', background(named('behind')), undefined, { stem: 'behind' }),
    inPlace('CSS background, cross-origin', background(named('behind-there', other)), undefined, {
      stem: 'behind-there',
    }),
    inPlace(
      'CSS background, image-set()',
      background(`image-set(url('${named('set')}') 1x, url('${plain}') 3x)`),
      undefined,
      {
        stem: 'set',
      },
    ),
    inPlace(
      'CSS background of ::before',
      `<style>#picture::before { content: ''; position: absolute; inset: 0; background: url('${named('pseudo')}') }</style>` +
        `<div id="picture" style="position: relative; ${box}"></div>`,
      undefined,
      { stem: 'pseudo', shown: 'beside' },
    ),
    inPlace('<canvas>', paint(plain)),
    inPlace('<canvas>, tainted', paint(foreign), undefined, { refusal: /drew this picture from another site/ }),
    inPlace(
      '<canvas>, WebGL that keeps nothing',
      `<canvas id="picture" ${sized}></canvas><script>{
        const gl = picture.getContext('webgl');
        const image = new Image();
        image.onload = () => requestAnimationFrame(() => {
          const shader = (type, text) => {
            const made = gl.createShader(type);
            gl.shaderSource(made, text);
            gl.compileShader(made);
            gl.attachShader(program, made);
          };
          const program = gl.createProgram();
          shader(gl.VERTEX_SHADER, 'attribute vec2 p; varying vec2 t; void main() { t = p; gl_Position = vec4(p * 2. - 1., 0., 1.); }');
          shader(gl.FRAGMENT_SHADER, 'precision mediump float; varying vec2 t; uniform sampler2D s; void main() { gl_FragColor = texture2D(s, vec2(t.x, 1. - t.y)); }');
          gl.linkProgram(program);
          gl.useProgram(program);
          gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
          gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
          gl.enableVertexAttribArray(0);
          gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
          gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
          for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.LINEAR);
          for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
          gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
          gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
          requestAnimationFrame(() => requestAnimationFrame(() => { picture.dataset.ready = ''; }));
        });
        image.src = '${plain}';
      }</script>`,
      undefined,
      { refusal: /does not keep the picture that it drew/, needs: 'webgl' },
    ),
    inPlace('<video>, current frame', video(clipHere, 1.5), undefined, { stem: 'clip' }),
    inPlace(
      '<video>, its poster',
      `<video id="picture" ${sized} poster="${named('poster')}" src="${clipHere}"></video>`,
      undefined,
      {
        stem: 'poster',
      },
    ),
    inPlace('<video>, cross-origin', video(clipThere, 1.5), undefined, {
      refusal: /comes from another site/,
      stem: 'clip-there',
    }),
    inPlace(
      '<video>, protected',
      `${video(clipHere, 1.5)}<script>
        navigator.requestMediaKeySystemAccess('org.w3.clearkey', [{ initDataTypes: ['webm'], videoCapabilities: [{ contentType: 'video/webm; codecs="vp8"' }] }])
          .then((access) => access.createMediaKeys()).then((keys) => picture.setMediaKeys(keys)).then(() => { picture.dataset.keys = ''; });
      </script>`,
      undefined,
      { refusal: /protected against copying/, final: true },
    ),
  ];

  const elsewhere: Kind[] = [
    inPlace('in an open shadow root', shadow('open', named('open')), `${own.origin}/open.jpg`, { stem: 'open' }),
    inPlace('in a closed shadow root', shadow('closed', named('closed')), `${own.origin}/closed.jpg`, {
      stem: 'closed',
    }),
    inPlace('in a same-origin frame', img(named('framed')), `${own.origin}/framed.jpg`, {
      frame: 'own',
      stem: 'framed',
    }),
    inPlace('in a cross-origin frame', img(named('framed-there', other)), `${other.origin}/framed-there.jpg`, {
      frame: 'other',
      stem: 'framed-there',
    }),
    // Focused, too: Firefox's driver does not bring its mouse into another site's frame.
    inPlace(
      '<canvas> in a cross-origin frame',
      paint(named('painted', other), 'picture.focus()').replace(
        'id="picture"',
        'id="picture" tabindex="0" style="outline: none"',
      ),
      undefined,
      { frame: 'other' },
    ),
    inPlace(
      'in a frame closed to extensions',
      `<iframe id="picture" style="${box}" src="data:text/html,<body style='margin:0'><img src='${foreign}'>"></iframe>`,
      undefined,
      { refusal: /belongs to another site, which Matteo can’t read/, shown: 'beside' },
    ),
    inPlace('under a transparent overlay', under(img(named('under'))), undefined, { stem: 'under' }),
    inPlace('<canvas> under a transparent overlay', under(paint(plain))),
    inPlace(
      '<canvas> that lets the mouse through',
      paint(plain).replace('id="picture"', 'id="picture" style="pointer-events: none"'),
    ),
  ];
  return [...images, ...drawn, ...elsewhere];
}
