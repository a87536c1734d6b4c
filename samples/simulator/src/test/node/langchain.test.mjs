import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { origin } from './simulator.mjs';

const configuration = { baseURL: `${origin}/v1` };
const chats = {
  openai: (options) =>
    new ChatOpenAI({ model: 'simulated-chat', apiKey: 'key', maxRetries: 0, configuration, ...options }),
  google: (options) =>
    new ChatGoogleGenerativeAI({
      model: 'gemini-3-flash',
      apiKey: 'key',
      maxRetries: 0,
      baseUrl: origin,
      ...options,
    }),
};
const weather = tool(({ city }) => `rain in ${city}`, {
  name: 'get_weather',
  description: 'Tells the weather.',
  schema: z.object({ city: z.string() }),
});

for (const [name, chat] of Object.entries(chats)) {
  test(`${name}: whole`, async () => {
    const answer = await chat().invoke('Hello');
    assert.match(answer.text, /^Hello, I am the Animus4J simulator/);
    assert.ok(answer.usage_metadata.output_tokens > 10);
  });

  test(`${name}: streamed`, async () => {
    let whole;
    for await (const chunk of await chat({ streaming: true }).stream('Hello')) {
      whole = whole ? whole.concat(chunk) : chunk;
    }
    assert.match(whole.text, /Ask me to show you a picture\.$/);
    assert.ok(whole.usage_metadata.output_tokens > 10);
  });

  for (const streaming of [false, true]) {
    test(`${name}: tools, ${streaming ? 'streamed' : 'whole'}`, async () => {
      const model = chat().bindTools([weather]);
      const messages = [new HumanMessage('How is the weather in Rome?')];
      for (let round = 0; round < 2; round++) {
        const answer = streaming ? await last(model.stream(messages)) : await model.invoke(messages);
        messages.push(answer);
        for (const call of answer.tool_calls ?? []) {
          messages.push(await weather.invoke(call));
        }
      }
      assert.equal(messages.at(-1).text, 'The tool answered: rain in Rome');
      assert.equal(messages.length, 4);
    });
  }

  test(`${name}: structured`, async () => {
    const Report = z.object({
      title: z.string().max(10),
      tags: z.array(z.string()).min(2),
      kind: z.enum(['cat', 'dog']),
    });
    const asked = chat().withStructuredOutput(Report, { name: 'report' });
    const report = await asked.invoke('A dog that barks');
    assert.equal(report.kind, 'dog');
    assert.ok(report.title.length <= 10 && report.tags.length >= 2);
  });
}

async function last(stream) {
  let whole;
  for await (const chunk of await stream) {
    whole = whole ? whole.concat(chunk) : chunk;
  }
  return whole;
}
