declare function proj4(definition: string): {
  forward(position: [number, number]): [number, number];
  inverse(metres: [number, number]): [number, number];
};
