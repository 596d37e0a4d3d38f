import { memoryOf } from "./children.ts";
import { demoCloud } from "./clouds.ts";
import { answerText, withServer } from "./speaking.ts";
await using cloud = await demoCloud();
await withServer(cloud.login("alice"), async (s) => { for (const n of [1, 5000, 5000, 5000, 5000]) { for (let i = 0; i < n; i++) await answerText(s, { tool: "get_instance", arguments: {} }); await new Promise((r) => setTimeout(r, 1000)); console.log(n, memoryOf(s.pid)); } }, ["--log-level", "warning"]);
