import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FinishReason, FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai';
import { isPng, origin } from './simulator.mjs';

const model = 'gemini-3-flash';
const weather = {
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: {
    type: Type.OBJECT,
    properties: {
      city: { type: Type.STRING },
      days: { type: Type.INTEGER, minimum: 3, maximum: 5 },
    },
    required: ['city', 'days'],
  },
};

for (const apiVersion of ['v1', 'v1beta']) {
  const client = new GoogleGenAI({ apiKey: 'key', apiVersion, httpOptions: { baseUrl: origin } });
  const ask = (contents, config) => client.models.generateContent({ model, contents, config });

  test(`${apiVersion}: whole`, async () => {
    const answer = await ask('Hello');
    assert.match(answer.text, /^Hello, I am the Animus4J simulator/);
    assert.equal(answer.candidates[0].finishReason, FinishReason.STOP);
    assert.ok(answer.usageMetadata.totalTokenCount > 10);
  });

  test(`${apiVersion}: streamed, with usage until now`, async () => {
    const counts = [];
    let text = '';
    let finish;
    for await (const chunk of await client.models.generateContentStream({ model, contents: 'Hello' })) {
      text += chunk.text ?? '';
      counts.push(chunk.usageMetadata.candidatesTokenCount);
      finish = chunk.candidates[0].finishReason ?? finish;
    }
    assert.match(text, /Ask me to show you a picture\.$/);
    assert.equal(finish, FinishReason.STOP);
    assert.ok(counts.every((count, at) => at === 0 || count >= counts[at - 1]));
    assert.equal(counts.at(-1), text.split(/\s+/).length);
  });

  test(`${apiVersion}: a chat keeps the chunks of its streams`, async () => {
    const chat = client.chats.create({
      model,
      config: { thinkingConfig: { includeThoughts: true } },
    });
    for (const message of ['Hello', 'How are you?', 'And then?']) {
      let text = '';
      for await (const chunk of await chat.sendMessageStream({ message })) {
        text += chunk.text ?? '';
      }
      assert.match(text, /simulat/);
    }
    assert.ok(chat.getHistory().length > 6);
  });

  test(`${apiVersion}: tools`, async () => {
    const chat = client.chats.create({
      model,
      config: { tools: [{ functionDeclarations: [weather] }] },
    });
    const asked = await chat.sendMessage({ message: 'How is the weather in Rome?' });
    const [call] = asked.functionCalls;
    assert.deepEqual(call.args, { city: 'Rome', days: 3 });
    const functionResponse = { id: call.id, name: call.name, response: { output: 'rain' } };
    const told = await chat.sendMessage({ message: [{ functionResponse }] });
    assert.equal(told.text, 'The tool answered: rain');
  });

  test(`${apiVersion}: one of the allowed tools, streamed`, async () => {
    const other = { ...weather, name: 'get_time' };
    const mode = FunctionCallingConfigMode.ANY;
    const config = {
      tools: [{ functionDeclarations: [other, weather] }],
      toolConfig: { functionCallingConfig: { mode, allowedFunctionNames: ['get_weather'] } },
    };
    const calls = [];
    const request = { model, contents: 'What time is it?', config };
    for await (const chunk of await client.models.generateContentStream(request)) {
      calls.push(...(chunk.functionCalls ?? []));
    }
    assert.deepEqual(calls.map((call) => call.name), ['get_weather']);
  });

  test(`${apiVersion}: structured`, async () => {
    const properties = {
      names: { type: Type.ARRAY, minItems: '2', maxItems: '3', items: { type: Type.STRING } },
      kind: { type: Type.STRING, enum: ['small', 'large'] },
      price: { type: Type.NUMBER, maximum: 0.5 },
    };
    const answer = await ask('A large dog', {
      responseMimeType: 'application/json',
      responseSchema: { type: Type.OBJECT, properties, required: ['names', 'kind', 'price'] },
    });
    assert.deepEqual(JSON.parse(answer.text), {
      names: ['A large dog', 'A large dog'],
      kind: 'large',
      price: 0.5,
    });
    const code = await ask('Any', {
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: { code: { type: 'string', pattern: '^[A-Z]{2}-\\d{3}$' } },
      },
    });
    assert.match(JSON.parse(code.text).code, /^[A-Z]{2}-\d{3}$/);
    const kind = await ask('small', {
      responseMimeType: 'text/x.enum',
      responseSchema: { type: Type.STRING, enum: ['small', 'large'] },
    });
    assert.equal(kind.text, 'small');
  });

  test(`${apiVersion}: cut by the limit`, async () => {
    const answer = await ask('Hello', { maxOutputTokens: 2 });
    assert.equal(answer.text, 'Hello, I');
    assert.equal(answer.candidates[0].finishReason, FinishReason.MAX_TOKENS);
  });

  test(`${apiVersion}: pictures, changed in a chat`, async () => {
    const chat = client.chats.create({
      model,
      config: {
        responseModalities: ['TEXT', 'IMAGE'],
        imageConfig: { aspectRatio: '1:1', imageSize: '512' },
      },
    });
    const first = await chat.sendMessage({ message: 'A quiet forest' });
    assert.ok(isPng(first.data));
    const second = [];
    for await (const chunk of await chat.sendMessageStream({ message: 'darker' })) {
      second.push(...chunk.candidates[0].content.parts.filter((part) => part.inlineData));
    }
    const third = await chat.sendMessage({ message: 'brighter' });
    assert.ok(second.length > 0 && isPng(third.data));
    assert.notEqual(third.data, first.data);
    await assert.rejects(
      ask('A forest', { responseModalities: ['IMAGE'], imageConfig: { imageSize: '7K' } }),
      { status: 400 },
    );
  });
}

test('a picture is looked at', async () => {
  const client = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: origin } });
  const parts = [{ text: 'What is it?' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }];
  const answer = await client.models.generateContent({ model, contents: [{ role: 'user', parts }] });
  assert.match(answer.text, /I was shown a picture \(image\/png\)/);
});
