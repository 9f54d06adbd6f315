/// <reference path="./wgsl.d.ts" />
import alpha from './alpha.wgsl';
import anchor from './anchor.wgsl';
import apply from './apply.wgsl';
import colours from './colours.wgsl';
import extreme from './extreme.wgsl';
import fill from './fill.wgsl';
import gaussians from './gaussians.wgsl';
import halve from './halve.wgsl';
import levels from './levels.wgsl';
import mask from './mask.wgsl';
import mean from './mean.wgsl';
import mixed from './mixed.wgsl';
import regress from './regress.wgsl';
import resize from './resize.wgsl';
import smear from './smear.wgsl';
import tensor from './tensor.wgsl';
import total from './total.wgsl';
import unmix from './unmix.wgsl';
import veto from './veto.wgsl';

/**
 * Compute shaders in WGSL, by name. Each has one entry, `main`, in groups of 8 × 8 points; binding 0 are its parameters,
 * the rest storage buffers.
 */
export const KERNELS = {
  anchor,
  apply,
  colours,
  extreme,
  fill,
  gaussians,
  halve,
  levels,
  mask,
  alpha: mixed + alpha,
  mean,
  regress,
  resize,
  smear: mixed + smear,
  tensor,
  total,
  unmix: mixed + unmix,
  veto,
};
export type KernelName = keyof typeof KERNELS;
export type Kernels = Readonly<Record<KernelName, string>>;
