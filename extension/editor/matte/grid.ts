/** The coarse grid on which people are told apart. */
export interface Grid {
  readonly width: number;
  readonly height: number;
}
