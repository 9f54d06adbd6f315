import { chance } from './brush.ts';

const BODY =
  'M40 1520C50 1360 110 1236 262 1160C370 1110 440 1070 486 1010C540 1050 660 1050 724 1010C770 1070 840 1110 948 1160C1100 1236 1160 1360 1170 1520Z';
const COLLAR =
  'M504 916C506 898 524 902 532 914C562 944 652 944 682 914C690 902 706 898 708 916C716 960 738 1010 752 1066C690 1110 520 1110 456 1066C472 1010 496 960 504 916Z';

/** Stitches of stocking stitch in columns that lean with the shoulders. */
function stitches(): string {
  const draw = chance(8);
  const out: string[] = [];
  for (let column = -22; column <= 22; column++) {
    for (let row = 0; row < 34; row++) {
      const y = 1010 + row * 17 + Math.abs(column) * 6;
      const x = 604 + column * 28 + column * row * 0.12;
      const shade = draw.between(0.2, 0.36);
      out.push(
        `<path d="M${x - 11} ${y - 13}q5 11 11 14q6 -3 11 -14" fill="none" stroke="#fffaf0" stroke-opacity=".4" stroke-width="3" stroke-linecap="round"/><path d="M${x - 11} ${y - 8}q5 11 11 14q6 -3 11 -14" fill="none" stroke="#8d7658" stroke-opacity="${shade.toFixed(2)}" stroke-width="3.6" stroke-linecap="round"/>`,
      );
    }
  }
  return out.join('');
}

const ribs = Array.from({ length: 25 }, (_, i) => {
  const t = (i - 12) / 12;
  const [top, bottom] = [604 + 100 * Math.sin(t * 1.45), 604 + 142 * Math.sin(t * 1.45)];
  return `<path d="M${top} ${936 - 34 * t * t}Q${(top + bottom) / 2 + t * 8} 1010 ${bottom} ${1096 - 34 * t * t}" fill="none" stroke="#7d6749" stroke-opacity=".38" stroke-width="4.5"/>`;
}).join('');

/** A knitted jumper with a high collar. */
export const jumper = (): string => `
  <defs>
    <linearGradient id="wool" x2="1" y2=".35"><stop stop-color="#fbf1dc"/><stop offset=".45" stop-color="#efdfc0"/><stop offset="1" stop-color="#b99f79"/></linearGradient>
    <clipPath id="body"><path d="${BODY}"/></clipPath><clipPath id="collar"><path d="${COLLAR}"/></clipPath>
  </defs>
  <path d="${BODY}" fill="url(#wool)"/>
  <g clip-path="url(#body)">
    ${stitches()}
    <path d="M470 1060C520 1120 690 1120 740 1060L780 1120C690 1190 520 1190 430 1120Z" fill="#6d5637" fill-opacity=".5" filter="url(#soft14)"/>
    <path d="M190 1520C210 1400 230 1330 262 1270M1010 1520C996 1400 976 1330 944 1270" fill="none" stroke="#7d6749" stroke-opacity=".5" stroke-width="26" filter="url(#soft14)"/>
    <path d="M880 1080L1240 1180V1520H1080Z" fill="#6a5236" fill-opacity=".45" filter="url(#soft30)"/>
  </g>
  <path d="${COLLAR}" fill="url(#wool)"/>
  <g clip-path="url(#collar)">${ribs}<path d="M470 880H740V960C680 985 530 985 470 960Z" fill="#7a4a30" fill-opacity=".4" filter="url(#soft14)"/><path d="M690 880H770V1110H680Z" fill="#6a5236" fill-opacity=".5" filter="url(#soft14)"/></g>`;
