import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateImage, generateText, isStepCount, Output, streamText, tool } from 'ai';
import { z } from 'zod';
import { isPng, origin } from './simulator.mjs';

const stopWhen = isStepCount(3);
const google = createGoogleGenerativeAI({ apiKey: 'key', baseURL: `${origin}/v1beta` });
const compatible = createOpenAICompatible({
  name: 'simulator',
  apiKey: 'key',
  baseURL: `${origin}/v1`,
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const models = { google: google('gemini-3-flash'), compatible: compatible('simulated-chat') };
const weather = tool({
  description: 'Tells the weather.',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `rain in ${city}`,
});

for (const [name, model] of Object.entries(models)) {
  test(`${name}: whole`, async () => {
    const { text, finishReason, usage } = await generateText({ model, prompt: 'Hello' });
    assert.match(text, /^Hello, I am the Animus4J simulator/);
    assert.equal(finishReason, 'stop');
    assert.ok(usage.outputTokens > 10);
  });

  test(`${name}: streamed`, async () => {
    const answer = streamText({ model, prompt: 'Hello' });
    let text = '';
    for await (const delta of answer.textStream) {
      text += delta;
    }
    assert.match(text, /Ask me to show you a picture\.$/);
    assert.equal((await answer.usage).outputTokens, text.split(/\s+/).length);
  });

  test(`${name}: cut by the limit`, async () => {
    const { finishReason } = await generateText({ model, prompt: 'Hello', maxOutputTokens: 2 });
    assert.equal(finishReason, 'length');
  });

  for (const run of [generateText, streamText]) {
    test(`${name}: tools, ${run.name}`, async () => {
      const prompt = 'How is the weather in Rome?';
      const answer = await run({ model, prompt, tools: { weather }, stopWhen });
      assert.equal(await answer.text, 'The tool answered: rain in Rome');
      assert.equal((await answer.steps).length, 2);
    });
  }

  test(`${name}: a conversation with what was answered`, async () => {
    const messages = [{ role: 'user', content: 'How is the weather in Rome?' }];
    for (let turn = 0; turn < 3; turn++) {
      const answer = streamText({ model, messages, tools: { weather }, stopWhen });
      await answer.consumeStream();
      messages.push(...(await answer.response).messages, { role: 'user', content: 'And then?' });
    }
    assert.ok(messages.length > 6);
  });

  test(`${name}: structured`, async () => {
    const schema = z.object({
      mail: z.email(),
      tags: z.array(z.string().max(5)).min(2),
      size: z.number().min(7).max(9),
    });
    const output = Output.object({ schema });
    const answer = await generateText({ model, prompt: 'A dog', output });
    assert.equal((await answer.output).size, 7);
    const tools = { weather };
    const prompt = 'How is the weather in Rome?';
    const after = await generateText({ model, prompt, output, tools, stopWhen });
    assert.equal(after.output.tags.length, 2);
  });
}

test('google: pictures, changed in a conversation', async () => {
  const providerOptions = { google: { responseModalities: ['TEXT', 'IMAGE'] } };
  const messages = [{ role: 'user', content: 'A quiet forest' }];
  const model = google('gemini-3-pro-image');
  const first = await generateText({ model, messages, providerOptions });
  messages.push(...first.response.messages, { role: 'user', content: 'darker' });
  const second = await generateText({ model, messages, providerOptions });
  assert.ok(isPng(first.files.at(-1).base64) && isPng(second.files.at(-1).base64));
  assert.notEqual(first.files.at(-1).base64, second.files.at(-1).base64);
});

test('google: an image model', async () => {
  const model = google.image('gemini-3-pro-image');
  const { image } = await generateImage({ model, prompt: 'A lake', aspectRatio: '16:9' });
  assert.ok(isPng(image.uint8Array));
});

test('compatible: an image model', async () => {
  const model = compatible.imageModel('simulated-image');
  const { images } = await generateImage({ model, prompt: 'A lake', size: '256x256', n: 2 });
  assert.ok(images.length === 2 && images.every((image) => isPng(image.uint8Array)));
});
