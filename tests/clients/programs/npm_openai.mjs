/** Cases of `npm:openai`. What it is told and what it prints is as in `cases.py`. */

import assert from "node:assert/strict";
import { json } from "node:stream/consumers";

import OpenAI from "openai";

const model = "simulated";
const vectors = "simulated-embedding";
const words = "The river takes its time through the valley and nobody hurries it.";
const messages = [{ role: "user", content: "write 12 words" }];
const parameters = {
  type: "object",
  properties: { city: { type: "string" }, unit: { enum: ["C", "F"] } },
  required: ["city", "unit"],
  additionalProperties: false,
};
const weather = { type: "function", function: { name: "weather", parameters } };
const asked = { role: "user", content: "How is the weather?" };

const cases = {
  async models(openai) {
    const listed = [];
    for await (const each of openai.models.list()) listed.push(each.id);
    assert(listed.includes(model) && listed.includes(vectors));
    assert.equal((await openai.models.retrieve(model)).id, model);
    return 0;
  },

  async text(openai) {
    const said = await openai.chat.completions.create({ model, messages, temperature: 0.5 });
    assert.equal(said.choices[0].message.content, words);
    assert.equal(said.choices[0].finish_reason, "stop");
    return said.usage.total_tokens;
  },

  async stream(openai) {
    const pieces = [];
    let usage;
    const stream_options = { include_usage: true };
    const call = { model, messages, stream: true, stream_options };
    for await (const chunk of await openai.chat.completions.create(call)) {
      pieces.push(chunk.choices[0]?.delta.content ?? "");
      usage = chunk.usage;
    }
    assert.equal(pieces.join(""), words);
    return usage.total_tokens;
  },

  async stream_helper(openai) {
    const stream_options = { include_usage: true };
    const runner = openai.chat.completions.stream({ model, messages, stream_options });
    assert.equal(await runner.finalContent(), words);
    return (await runner.totalUsage()).total_tokens;
  },

  async many_at_once(openai) {
    const call = () => openai.chat.completions.create({ model, messages });
    const said = await Promise.all(Array.from({ length: 10 }, call));
    assert(said.every((each) => each.choices[0].message.content === words));
    return said.reduce((sum, each) => sum + each.usage.total_tokens, 0);
  },

  /** The package calls the function and sends back what it said, until there is text. */
  async tools(openai) {
    const calls = [];
    const tell = (given) => {
      calls.push(given);
      return "21 degrees";
    };
    const tool = { ...weather.function, function: tell, parse: JSON.parse, description: "Tells" };
    const tools = [{ type: "function", function: tool }];
    const runner = openai.chat.completions.runTools({ model, messages: [asked], tools });
    assert(await runner.finalContent());
    assert.deepEqual(Object.keys(calls[0]).sort(), ["city", "unit"]);
    assert.equal(calls.length, 1);
    return (await runner.totalUsage()).total_tokens;
  },

  async tools_streamed(openai) {
    const runner = openai.chat.completions.stream({
      model,
      messages: [asked],
      tools: [weather],
      stream_options: { include_usage: true },
    });
    const message = await runner.finalMessage();
    assert.equal(message.tool_calls.length, 1);
    const given = JSON.parse(message.tool_calls[0].function.arguments);
    assert.deepEqual(Object.keys(given).sort(), ["city", "unit"]);
    return (await runner.totalUsage()).total_tokens;
  },

  async structured(openai) {
    const json_schema = { name: "fact", schema: parameters, strict: true };
    const response_format = { type: "json_schema", json_schema };
    const said = await openai.chat.completions.parse({ model, messages, response_format });
    const told = JSON.parse(said.choices[0].message.content);
    assert.deepEqual(Object.keys(told).sort(), ["city", "unit"]);
    return said.usage.total_tokens;
  },

  async embeddings(openai) {
    const packed = await openai.embeddings.create({ model: vectors, input: ["one", "two"] });
    assert.equal(packed.data.length, 2);
    assert(packed.data[0].embedding.every((number) => typeof number === "number"));
    return packed.usage.total_tokens;
  },

  async responses(openai) {
    const said = await openai.responses.create({ model, input: "write 12 words", store: false });
    assert.equal(said.output_text, words);
    return said.usage.total_tokens;
  },

  async responses_streamed(openai) {
    const runner = openai.responses.stream({ model, input: "write 12 words" });
    const said = await runner.finalResponse();
    assert.equal(said.output_text, words);
    return said.usage.total_tokens;
  },

  async hang_up(openai) {
    const long = [{ role: "user", content: "write 3000 words" }];
    const chunks = await openai.chat.completions.create({ model, messages: long, stream: true });
    let heard = "";
    for await (const chunk of chunks) {
      heard += chunk.choices[0].delta.content ?? "";
      if (heard.length > 20) break;
    }
    return null;
  },

  async spent(openai, seen) {
    const refusal = await refused(openai.chat.completions.create({ model, messages }));
    assert(refusal instanceof OpenAI.PermissionDeniedError);
    assert.equal(refusal.code, "insufficient_quota");
    assert.deepEqual(seen, [403]);
    return 0;
  },

  async wrong_key(openai) {
    const nobody = openai.withOptions({ apiKey: `tk_${"x".repeat(43)}` });
    const refusal = await refused(nobody.chat.completions.create({ model, messages }));
    assert(refusal instanceof OpenAI.AuthenticationError);
    assert.equal(refusal.code, "invalid_api_key");
    return 0;
  },

  async wrong_fields(openai) {
    const refusal = await refused(openai.chat.completions.create({ model, messages, n: 2 }));
    assert(refusal instanceof OpenAI.BadRequestError);
    assert.equal(refusal.param, "n");
    return 0;
  },
};

async function refused(call) {
  try {
    await call;
  } catch (refusal) {
    return refusal;
  }
  throw new Error("not refused");
}

const { url, keys } = await json(process.stdin);
for (const [name, apiKey] of Object.entries(keys)) {
  const seen = [];
  const watched = async (...call) => {
    const answer = await fetch(...call);
    seen.push(answer.status);
    return answer;
  };
  const openai = new OpenAI({ baseURL: url, apiKey, fetch: watched });
  try {
    console.log(JSON.stringify({ case: name, tokens: await cases[name](openai, seen) }));
  } catch (fault) {
    console.log(JSON.stringify({ case: name, fault: fault.stack }));
  }
}
