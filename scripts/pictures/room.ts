import { type Chance, chance } from './brush.ts';

const LIGHTS = ['#ffd9a0', '#ffb765', '#ff9d5c', '#ffe9c9', '#f7c5a8', '#9fd8d2'];

const light = (draw: Chance): string => {
  const size = draw.between(16, 62);
  const colour = draw.pick(LIGHTS);
  const opacity = draw.between(0.16, 0.6);
  const [x, y] = [draw.between(-20, 1220), draw.between(40, 1080)];
  return `<circle cx="${x}" cy="${y}" r="${size}" fill="${colour}" fill-opacity="${opacity}" stroke="${colour}" stroke-opacity="${opacity * 0.7}" stroke-width="3"/>`;
};

/** A street at dusk, far out of focus: houses with lit windows, strings of lights. SVG, 1200 × 1500. */
export function room(): string {
  const draw = chance(11);
  const house = (x: number, width: number, top: number, colour: string) => {
    const windows = Array.from({ length: 18 }, (_, i) => {
      const lit = draw.between(0, 1) > 0.45;
      const [column, row] = [i % 3, Math.floor(i / 3)];
      return `<rect x="${x + width * (0.12 + column * 0.29)}" y="${top + 70 + row * 170}" width="${width * 0.19}" height="105" fill="${lit ? draw.pick(['#f6c27a', '#e9a862', '#f8dca6']) : '#1d3540'}" fill-opacity="${lit ? draw.between(0.55, 0.95) : 0.8}"/>`;
    });
    return `<rect x="${x}" y="${top}" width="${width}" height="1500" fill="${colour}"/>${windows.join('')}`;
  };
  return `
  <defs>
    <linearGradient id="dusk" x2="0.35" y2="1">
      <stop stop-color="#8fb7bd"/><stop offset=".4" stop-color="#5b8790"/><stop offset=".75" stop-color="#2f5561"/><stop offset="1" stop-color="#1c3742"/>
    </linearGradient>
    <radialGradient id="glow"><stop stop-color="#ffdba8" stop-opacity=".85"/><stop offset="1" stop-color="#ffdba8" stop-opacity="0"/></radialGradient>
    <filter id="far" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="24"/></filter>
    <filter id="lights"><feGaussianBlur stdDeviation="2.6"/></filter>
  </defs>
  <rect width="1200" height="1500" fill="url(#dusk)"/>
  <g filter="url(#far)">
    ${house(-90, 350, 230, '#3d6570')}${house(280, 250, 420, '#527d84')}${house(760, 210, 340, '#48727a')}${house(960, 330, 120, '#2f5662')}
    <rect y="1180" width="1200" height="320" fill="#2a4650"/>
    <ellipse cx="230" cy="1190" rx="240" ry="60" fill="#e7a763" fill-opacity=".5"/><ellipse cx="1010" cy="1210" rx="220" ry="50" fill="#f0bd7c" fill-opacity=".45"/>
  </g>
  <circle cx="150" cy="330" r="420" fill="url(#glow)"/><circle cx="1120" cy="700" r="330" fill="url(#glow)" opacity=".6"/>
  <g filter="url(#lights)">${Array.from({ length: 46 }, () => light(draw)).join('')}</g>`;
}
