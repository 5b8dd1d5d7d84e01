// Speaks each MathML of a JSON list on standard input in English, by the rules of ClearSpeak.
const { join } = require("path");
const folder = process.argv[2];
const engine = require(join(folder, "speech-rule-engine"));
const maps = join(folder, "speech-rule-engine", "lib", "mathmaps");
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
engine
  .setupEngine({ locale: "en", domain: "clearspeak", modality: "speech", json: maps })
  .then(() => console.log(JSON.stringify({ version: engine.version, said: formulas.map(engine.toSpeech) })));
