declare function proj4(definition: string): {
  forward(position: [number, number]): [number, number];
  inverse(metres: [number, number]): [number, number];
};
declare namespace proj4 {
  /** A projection by itself: radians to metres, from and to its own datum. */
  function Proj(definition: string): {
    long0?: number;
    lat0?: number;
    forward(radians: { x: number; y: number }): { x: number; y: number };
  };
}
declare module "proj4/lib/*" {
  const value: { add(one: unknown): void; projections: { add(one: unknown): void } };
  export default value;
}
