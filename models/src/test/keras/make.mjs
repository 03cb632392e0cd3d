// Makes the reference of KerasStartTest with TensorFlow.js, whose layers are Keras's: models with random weights, inputs and what
// they answer, as JSON on the standard output. write.py makes Keras's HDF5 files of it.
//   npm install @tensorflow/tfjs@4
//   node make.mjs > reference.json && python3 write.py reference.json ../resources/io/thalweg/models/keras
import * as tf from '@tensorflow/tfjs';

const ROWS = 3;
const l = tf.layers;
const lstm = (units, sequences) => ({units, returnSequences: sequences, recurrentActivation: 'sigmoid'});

const models = {
  lstm: [[5, 3], [l.lstm({...lstm(4, true), inputShape: [5, 3]}), l.dropout({rate: 0.5}), l.lstm(lstm(4, false)), l.dense({units: 2, activation: 'softmax'})]],
  rnn: [[5, 3], [l.simpleRNN({units: 6, inputShape: [5, 3]}), l.dense({units: 1, activation: 'sigmoid'})]],
  bidirectional: [[5, 3], [l.bidirectional({layer: l.lstm(lstm(4, false)), mergeMode: 'concat', inputShape: [5, 3]}), l.dense({units: 3, activation: 'softmax'})]],
  dense: [[3], [l.dense({units: 6, activation: 'sigmoid', inputShape: [3]}), l.dense({units: 1, activation: 'linear'})]],
  words: [[5], [l.embedding({inputDim: 7, outputDim: 4, inputLength: 5}), l.conv1d({filters: 5, kernelSize: 3, padding: 'same', activation: 'relu'}), l.globalMaxPooling1d({}), l.dense({units: 4, activation: 'relu'}), l.dense({units: 2, activation: 'softmax'})]],
  images: [[10, 9, 1], [l.conv2d({filters: 4, kernelSize: 3, activation: 'relu', inputShape: [10, 9, 1]}), l.maxPooling2d({poolSize: 2}), l.conv2d({filters: 5, kernelSize: 3, activation: 'relu'}), l.flatten(), l.dense({units: 6, activation: 'relu'}), l.dense({units: 3, activation: 'softmax'})]],
};

const result = {};
let seed = 1;
for (const [name, [shape, list]] of Object.entries(models)) {
  const model = tf.sequential({layers: list});
  model.setWeights(model.getWeights().map((w) => tf.randomUniform(w.shape, -0.7, 0.7, 'float32', seed++)));
  const inputs = name === 'words' ? tf.randomUniform([ROWS, ...shape], 0, 7, 'int32', seed++) : tf.randomUniform([ROWS, ...shape], -1, 1, 'float32', seed++);
  result[name] = {
    config: model.toJSON(null, false),
    weights: model.layers.map((layer) => ({layer: layer.name, arrays: layer.getWeights().map((w) => ({shape: w.shape, numbers: Array.from(w.dataSync())}))})),
    inputs: Array.from(inputs.dataSync()),
    outputs: Array.from(model.predict(inputs.toFloat()).dataSync()),
  };
}
console.log(JSON.stringify(result));
