// What the bundler makes of compute shaders.
declare module '*.wgsl' {
  const code: string;
  export default code;
}
