import { type Chance, chance, type Point, stroke } from './brush.ts';

const OUTLINE =
  'M436 570C430 430 520 372 604 372C690 372 778 430 772 570C770 652 754 724 712 780C680 824 642 848 604 848C566 848 528 824 496 780C454 724 438 652 436 570Z';

const blob = (x: number, y: number, rx: number, ry: number, colour: string, opacity: number, soft = 14) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${colour}" fill-opacity="${opacity}" filter="url(#soft${soft})"/>`;

/** An eye around (0, 0), its outer corner to the left; the right one is its mirror image. */
function eye(draw: Chance): string {
  const lashes = Array.from({ length: 15 }, (_, i) => {
    const t = i / 14;
    const x = -48 + t * 62;
    const y = -25 * Math.sin(Math.PI * (0.02 + t * 0.72)) + 4;
    const lean = (t - 1) * 20 + draw.about(2);
    const long = 13 - 6 * t + draw.about(2);
    const points: Point[] = [
      [x, y],
      [x + lean * 0.4, y - long * 0.4],
      [x + lean, y - long],
    ];
    return `<path d="${stroke(points, 4)}" fill="#2a130d"/>`;
  });
  const rays = Array.from({ length: 44 }, (_, i) => {
    const turn = (i / 44) * 2 * Math.PI + draw.about(0.05);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    return `<path d="M${3 + 12 * cos} ${-5 + 12 * sin}L${3 + 23 * cos} ${-5 + 23 * sin}" stroke="#dff0d2" stroke-opacity=".28" stroke-width="1.2"/>`;
  });
  return `
    <path d="M-50 -12C-32 -40 14 -44 42 -16" fill="none" stroke="#8b4a34" stroke-opacity=".6" stroke-width="4" filter="url(#soft2)"/>
    <g clip-path="url(#lids)">
      <rect x="-60" y="-40" width="120" height="80" fill="url(#white)"/>
      <circle cx="3" cy="-5" r="28" fill="#1e2f2a"/><circle cx="3" cy="-5" r="26" fill="url(#iris)"/>${rays.join('')}<circle cx="3" cy="-5" r="12.5" fill="#0d0f0e"/>
      <path d="M-60 -45H60V-13C30 -30 -20 -30 -60 -6Z" fill="#3a1a10" fill-opacity=".45" filter="url(#soft4)"/>
    </g>
    <circle cx="-9" cy="-14" r="7" fill="#fff" fill-opacity=".95"/><circle cx="10" cy="5" r="3.4" fill="#fff" fill-opacity=".6"/>
    <path d="M-53 3C-36 -28 18 -38 43 9C20 -27 -28 -25 -49 4Z" fill="#2a130d"/>
    <path d="M-46 7C-28 21 18 24 42 10" fill="none" stroke="#8d4c36" stroke-opacity=".55" stroke-width="2.4"/>
    <path d="M-40 19C-20 33 18 34 38 22" fill="none" stroke="#9c5236" stroke-opacity=".35" stroke-width="4" filter="url(#soft2)"/>
    ${lashes.join('')}`;
}

function brow(draw: Chance): string {
  const hairs = Array.from({ length: 130 }, () => {
    const t = draw.between(0, 1);
    const x = 50 - t * 112;
    const arch = -18 * Math.sin(Math.PI * Math.min(1, t * 0.8 + 0.02));
    const y = arch + 6 + draw.about(9 * (1 - t * 0.75));
    const [dx, dy] = [-(13 + 8 * t), (t < 0.6 ? -7 + t * 9 : 3) + draw.about(3)];
    const points: Point[] = [
      [x, y],
      [x + dx / 2, y + dy * 0.7],
      [x + dx, y + dy],
    ];
    return `<path d="${stroke(points, 3.4)}" fill="#4a2414" fill-opacity="${draw.between(0.4, 0.8).toFixed(2)}"/>`;
  });
  return `<path d="M52 6C20 -10 -20 -24 -66 -2C-24 -12 20 4 50 14Z" fill="#5a2e1a" fill-opacity=".6" filter="url(#soft4)"/>${hairs.join('')}`;
}

const freckles = (draw: Chance) =>
  Array.from({ length: 70 }, () => {
    const side = draw.pick([-1, 1]);
    const [x, y] = [604 + side * Math.abs(40 + draw.about(90)), 668 + draw.about(38)];
    return `<circle cx="${x}" cy="${y}" r="${draw.between(1, 2.3)}" fill="#8a4527" fill-opacity="${draw.between(0.12, 0.34)}"/>`;
  }).join('');

const MOUTH = {
  upper:
    'M546 741C566 742 582 734 593 735C599 736 602 739 604 739C606 739 609 736 615 735C626 734 642 742 662 741C644 755 624 759 604 759C584 759 564 755 546 741Z',
  lower: 'M546 741C564 755 584 759 604 759C624 759 644 755 662 741C652 772 630 786 604 786C578 786 556 772 546 741Z',
};

const lips = `
  <path d="${MOUTH.upper}" fill="#bb564c"/><path d="${MOUTH.lower}" fill="url(#lip)"/>
  <path d="M541 739C562 755 584 759 604 759C624 759 646 755 667 739" fill="none" stroke="#7a2a25" stroke-width="3.2" stroke-linecap="round"/>
  <path d="M537 732q3 6 8 8M671 732q-3 6 -8 8" fill="none" stroke="#8f4330" stroke-opacity=".6" stroke-width="4" stroke-linecap="round" filter="url(#soft2)"/>
  ${blob(594, 772, 24, 5, '#ffd8cc', 0.6, 4)}${blob(604, 801, 36, 6, '#8a4128', 0.32, 8)}${blob(604, 729, 7, 8, '#a85c3a', 0.25, 4)}`;

const nose = `
  ${blob(626, 636, 9, 56, '#a85c3a', 0.34)}${blob(601, 616, 7, 62, '#ffe2c4', 0.55, 8)}${blob(600, 684, 12, 9, '#fff0dc', 0.65, 4)}
  <path d="M577 690C571 699 578 705 587 703M631 690C637 699 630 705 621 703" fill="none" stroke="#9a5236" stroke-opacity=".55" stroke-width="4" stroke-linecap="round" filter="url(#soft2)"/>
  <path d="M586 703q7 -3 11 3M622 703q-7 -3 -11 3" fill="none" stroke="#6a2e1c" stroke-opacity=".7" stroke-width="4.5" stroke-linecap="round" filter="url(#soft2)"/>
  ${blob(606, 713, 20, 4, '#8f4a2e', 0.35, 4)}`;

/** Neck and chest's beginning, under the head. */
export function neck(): string {
  return `
  <path d="M528 770C534 850 530 910 500 960L600 1080L716 960C684 910 676 850 684 770Z" fill="url(#neck)"/>
  <path d="M520 790C560 870 650 872 690 790L694 900C650 930 560 930 520 880Z" fill="#6f3522" fill-opacity=".55" filter="url(#soft14)"/>`;
}

/** The face, looking at the viewer with a small smile, lit from the upper left. */
export function face(): string {
  const draw = chance(5);
  return `
  <path d="${OUTLINE}" fill="url(#skin)"/>
  <g clip-path="url(#face)">
    ${blob(780, 640, 90, 250, '#8d4a2e', 0.5, 30)}${blob(604, 880, 190, 60, '#8d4a2e', 0.55, 30)}${blob(604, 372, 200, 50, '#7a3a22', 0.5, 30)}
    ${blob(500, 684, 58, 46, '#e0664d', 0.42, 30)}${blob(710, 684, 54, 46, '#d3583f', 0.42, 30)}
    ${blob(480, 640, 44, 26, '#ffe7cf', 0.5)}${blob(570, 470, 90, 46, '#ffe9d0', 0.5, 30)}${blob(596, 828, 34, 14, '#ffe2c6', 0.4)}
    ${blob(530, 580, 62, 34, '#9c5236', 0.34)}${blob(680, 580, 62, 34, '#8f472d', 0.38)}
    ${freckles(draw)}
    <path d="M650 392C566 412 480 478 444 590C430 680 440 780 470 860M650 392C704 418 752 486 770 590C780 680 770 780 740 860" fill="none" stroke="#5e2a18" stroke-opacity=".6" stroke-width="38" filter="url(#soft14)"/>
  </g>
  ${nose}${lips}
  <g transform="translate(522 602) scale(1.1)">${eye(draw)}</g><g transform="translate(686 602) scale(-1.1 1.1)">${eye(draw)}</g>
  <g transform="translate(520 526) rotate(-7)">${brow(draw)}</g><g transform="translate(688 526) scale(-1 1) rotate(-7)">${brow(draw)}</g>`;
}

export const faceDefs = `
  ${[2, 4, 8, 14, 30].map((soft) => `<filter id="soft${soft}" x="-100%" y="-100%" width="300%" height="300%"><feGaussianBlur stdDeviation="${soft}"/></filter>`).join('')}
  <clipPath id="face"><path d="${OUTLINE}"/></clipPath>
  <clipPath id="lids"><path d="M-51 4C-36 -27 18 -38 43 9C18 23 -28 20 -51 4Z"/></clipPath>
  <radialGradient id="skin" cx=".36" cy=".36" r=".78"><stop stop-color="#f6cba4"/><stop offset=".5" stop-color="#e7a97d"/><stop offset="1" stop-color="#b96f4b"/></radialGradient>
  <linearGradient id="neck" x2="1"><stop stop-color="#d99a70"/><stop offset=".5" stop-color="#c27f59"/><stop offset="1" stop-color="#8d4f35"/></linearGradient>
  <radialGradient id="iris" cy=".7"><stop stop-color="#a9c79a"/><stop offset=".55" stop-color="#5f8f78"/><stop offset="1" stop-color="#2c4f49"/></radialGradient>
  <linearGradient id="white" x2="0" y2="1"><stop stop-color="#cdbab0"/><stop offset=".55" stop-color="#f6ede6"/><stop offset="1" stop-color="#e6d3c8"/></linearGradient>
  <linearGradient id="lip" x2="0" y2="1"><stop stop-color="#b64c46"/><stop offset=".5" stop-color="#cf6a5f"/><stop offset="1" stop-color="#b04a42"/></linearGradient>`;
