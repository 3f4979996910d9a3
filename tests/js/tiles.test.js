import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, mercator, zoomFor } from "../../mapper/assets/js/foreign/tiles.js";

const SOURCE = { url: "https://{s}.tiles.example/{z}/{x}/{y}{r}.png", minZoom: 2, maxNativeZoom: 12, subdomains: "abc", tms: false };

test("Mercator's corners and middle fall where the web's tiles have them", () => {
  assert.deepEqual(mercator({ lat: 0, lng: 0 }, 0), { x: 128, y: 128 });
  assert.deepEqual(mercator({ lat: 0, lng: -180 }, 3).x, 0);
  const top = mercator({ lat: 85.0511287798, lng: 180 }, 1);
  assert.ok(Math.abs(top.x - 512) < 1e-9 && Math.abs(top.y) < 0.1, JSON.stringify(top));
  const warsaw = mercator({ lat: 52.2297, lng: 21.0122 }, 5); // the tile 17/10 of zoom 5
  assert.deepEqual([Math.floor(warsaw.x / 256), Math.floor(warsaw.y / 256)], [17, 10]);
});

test("the zoom of the tiles has the map's resolution, within what the tiles have", () => {
  assert.equal(zoomFor(1 / 156_543, 0, { ...SOURCE, minZoom: 0 }), 0);
  assert.equal(zoomFor(1 / 1222.99, 0, SOURCE), 7);
  assert.equal(zoomFor(1 / 1222.99, 60, SOURCE), 6);
  assert.equal(zoomFor(10, 0, SOURCE), 12);
  assert.equal(zoomFor(1e-9, 0, SOURCE), 2);
});

test("a tile's address goes around the world and stops at its poles; TMS counts from below", () => {
  assert.equal(addressOf(SOURCE, 2, 1, 2), "https://a.tiles.example/2/1/2.png");
  assert.equal(addressOf(SOURCE, 2, -1, 0), "https://a.tiles.example/2/3/0.png");
  assert.equal(addressOf({ ...SOURCE, tms: true }, 2, 0, 0), "https://a.tiles.example/2/0/3.png");
  assert.equal(addressOf(SOURCE, 2, 0, -1), "");
  assert.equal(addressOf(SOURCE, 2, 0, 4), "");
  assert.equal(addressOf({ ...SOURCE, url: "{z}-{unknown}" }, 2, 0, 0), "2-");
});
