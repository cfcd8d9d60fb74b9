// node make.js > numbers.tsv: doubles by their bits, and how ECMAScript prints them (Node.js; ours to give away)
const view = new DataView(new ArrayBuffer(8));
let state = 12345n;
function next() { state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn; return state ^ (state >> 29n); }
console.log("bits\ttext");
const seen = [];
for (let e = -1074; e <= 1023; e += 7) { view.setFloat64(0, Math.pow(2, e)); seen.push(view.getBigUint64(0)); }
for (let i = 0; i < 300; i++) seen.push(next() & 0xffffffffffffffffn);
for (let i = 0; i < 200; i++) { view.setFloat64(0, Number(next() % 2000000n - 1000000n) / Math.pow(10, Number(next() % 12n))); seen.push(view.getBigUint64(0)); }
for (const bits of seen) {
  view.setBigUint64(0, bits);
  const x = view.getFloat64(0);
  if (Number.isFinite(x)) console.log(bits.toString(16).padStart(16, "0") + "\t" + String(x));
}
