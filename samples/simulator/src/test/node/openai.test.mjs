import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { hasAlpha, isPng, origin } from './simulator.mjs';

const client = new OpenAI({ apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 });
const model = 'simulated-chat';
const hello = [{ role: 'user', content: 'Hello' }];
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const tool = (name) => ({ type: 'function', function: { name, parameters } });

test('whole', async () => {
  const answer = await client.chat.completions.create({ model, messages: hello });
  assert.match(answer.choices[0].message.content, /^Hello, I am the Animus4J simulator/);
  assert.equal(answer.choices[0].finish_reason, 'stop');
});

test('streamed, with usage', async () => {
  const stream = client.chat.completions.stream({
    model,
    messages: hello,
    stream_options: { include_usage: true },
  });
  const answer = await stream.finalChatCompletion();
  assert.match(answer.choices[0].message.content, /^Hello, I am the Animus4J simulator/);
  assert.ok(answer.usage.completion_tokens > 10);
});

test('cut by the limit', async () => {
  const request = { model, messages: hello, max_completion_tokens: 2 };
  const answer = await client.chat.completions.create(request);
  assert.equal(answer.choices[0].message.content, 'Hello, I');
  assert.equal(answer.choices[0].finish_reason, 'length');
});

for (const stream of [false, true]) {
  test(`tools, ${stream ? 'streamed' : 'whole'}`, async () => {
    const cities = [];
    const tell = ({ city }) => (cities.push(city), 'rain');
    const description = 'Tells the weather.';
    const weather = { name: 'get_weather', description, parameters, function: tell, parse: JSON.parse };
    const runner = client.chat.completions.runTools({
      model,
      stream,
      messages: [{ role: 'user', content: 'How is the weather in Rome?' }],
      tools: [{ type: 'function', function: weather }],
    });
    assert.equal(await runner.finalContent(), 'The tool answered: rain');
    assert.deepEqual(cities, ['Rome']);
  });
}

test('one of the allowed tools', async () => {
  const answer = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'What time is it? How is the weather?' }],
    tools: [tool('get_time'), tool('get_weather'), tool('get_news')],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [tool('get_news'), tool('get_weather')] },
    },
  });
  const names = answer.choices[0].message.tool_calls.map((call) => call.function.name);
  assert.deepEqual(names, ['get_weather']);
});

test('structured, within the bounds of the schema', async () => {
  const Report = z.object({
    mail: z.email(),
    tags: z.array(z.string().min(3).max(5)).min(2).max(2),
    size: z.number().int().min(7).max(9),
    code: z.string().regex(/^[a-f]{4}(-\d+)?$/),
    link: z.url(),
    inner: z.object({ kind: z.enum(['cat', 'dog']), at: z.iso.datetime() }),
  });
  const answer = await client.chat.completions.parse({
    model,
    messages: [{ role: 'user', content: 'The dog, please' }],
    response_format: zodResponseFormat(Report, 'report'),
  });
  const { parsed } = answer.choices[0].message;
  assert.equal(parsed.inner.kind, 'dog');
  assert.equal(parsed.size, 7);
});

test('pictures', async () => {
  const plain = { model: 'gpt-image-1', prompt: 'A quiet forest', size: '1024x1024' };
  const drawn = await client.images.generate({ ...plain, background: 'transparent' });
  const [{ b64_json: image }] = drawn.data;
  assert.ok(isPng(image) && hasAlpha(image));
  assert.equal(drawn.background, 'transparent');
  const file = await toFile(Buffer.from(image, 'base64'), 'forest.png', { type: 'image/png' });
  const edited = await client.images.edit({ ...plain, prompt: 'darker', image: file });
  assert.ok(isPng(edited.data[0].b64_json) && !hasAlpha(edited.data[0].b64_json));
  const jpeg = { ...plain, background: 'transparent', output_format: 'jpeg' };
  await assert.rejects(client.images.generate(jpeg), { status: 400 });
});

test('pictures, streamed', async () => {
  const prompt = { model: 'gpt-image-1', prompt: 'A lake', stream: true, partial_images: 2 };
  const types = [];
  for await (const event of await client.images.generate(prompt)) {
    types.push(event.type);
  }
  const partial = 'image_generation.partial_image';
  assert.deepEqual(types, [partial, partial, 'image_generation.completed']);
});

test('models', async () => {
  const page = await client.models.list();
  assert.equal((await client.models.retrieve(page.data[0].id)).id, model);
});

test('numbers that overflow', async () => {
  for (const field of ['n', 'max_tokens', 'seed', 'temperature']) {
    const request = { model, messages: hello, [field]: 1e30 };
    await assert.rejects(client.chat.completions.create(request), { status: 400, param: field });
  }
});
