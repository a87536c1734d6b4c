package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No request whatever makes the simulator fail. */
@Timeout(120)
class OddRequestsTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static final String SCHEMA =
      "{'type':'object','properties':{'a':{'type':'string','pattern':'^[a-c]{2,3}(x|y)+$','minLength':4},"
          + "'b':{'type':'array','minItems':2,'items':{'$ref':'#/$defs/c'}}},"
          + "'$defs':{'c':{'type':'number','minimum':1,'maximum':9,'multipleOf':0.5}}}";
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'get_weather','parameters':" + SCHEMA + "}}]";

  /** Requests that are right, by their paths. */
  private static final Map<String, List<String>> REQUESTS =
      Map.of(
          "/v1/chat/completions",
          List.of(
              "{'model':'m','n':1,'max_tokens':9,'seed':1,'stream':true,'messages':[{'role':'system',"
                  + "'content':'x'},{'role':'user','content':[{'type':'text','text':'the weather 5'},"
                  + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]}],"
                  + TOOLS
                  + ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':"
                  + "[{'type':'function','function':{'name':'get_weather'}}]}},"
                  + "'stream_options':{'include_usage':true}}",
              "{'model':'m','messages':[{'role':'user','content':'x'},{'role':'assistant','content':null,"
                  + "'tool_calls':[{'id':'a','type':'function','function':{'name':'x','arguments':'{}'}}]},"
                  + "{'role':'tool','tool_call_id':'a','content':'y'}],'response_format':{'type':"
                  + "'json_schema','json_schema':{'name':'x','schema':"
                  + SCHEMA
                  + "}}}"),
          "/v3/chat/completions",
          List.of(
              "{'messages':[{'role':'user','content':'show me a city'}],'autoTurn':true,'reasoning':true,"
                  + "'check_image_generation':true,'compliance':true,'max_tokens':5}"),
          "/v1beta/models/m:generateContent",
          List.of(
              "{'systemInstruction':{'parts':[{'text':'x'}]},'contents':[{'role':'user','parts':[{'text':"
                  + "'the weather'},{'inlineData':{'mimeType':'image/png','data':'AA=='}}]},{'role':'model',"
                  + "'parts':[{'functionCall':{'name':'x','args':{}},'thoughtSignature':"
                  + "'skip_thought_signature_validator'}]},{'role':'user','parts':[{'functionResponse':"
                  + "{'name':'x','response':{'result':'y'}}}]}],'generationConfig':{'maxOutputTokens':9,"
                  + "'seed':1,'candidateCount':1,'thinkingConfig':{'includeThoughts':true},"
                  + "'responseMimeType':'application/json','responseSchema':"
                  + SCHEMA
                  + "},'tools':[{'functionDeclarations':[{'name':'get_weather','parameters':"
                  + SCHEMA
                  + "}]}],'toolConfig':{'functionCallingConfig':{'mode':'ANY',"
                  + "'allowedFunctionNames':['get_weather']}}}"),
          "/v1/images/generations",
          List.of(
              "{'prompt':'x','model':'gpt-image-1','n':1,'size':'16x16','background':'transparent',"
                  + "'output_format':'png','quality':'low','stream':true,'partial_images':1}"),
          "/v2/generation/create",
          List.of("{'prompt':'x','width':64,'height':64,'num_images':2,'source_image_url':'x'}"),
          "/v2/generation/batch",
          List.of("{'prompts':[{'prompt':'x','width':64}],'character_id':'c','group_id':'g'}"),
          "/client/v4/accounts/a/ai/run/@cf/x",
          List.of("{'prompt':'x','width':64,'height':64,'image_b64':'AA=='}"),
          "/_control/script",
          List.of(
              "[{'path':'/nowhere','status':503,'headers':{'a':'b'},'times':2,'delay':1,'gap':1,"
                  + "'cut':1,'type':'x','chunksBase64':['AA=='],'fault':'gzip'}]"),
          "/_control/settings",
          List.of("{'latency':0,'tokenLifetime':1000,'bearers':[],'recording':true}"));

  private static final String ODD =
      "[null,true,-1,0,2147483648,9223372036854775808,1e400,-1e400,0.1,1e30,1000000000,'','x',{},[],[[]],"
          + "[null],{'a':1},'\\ud83d','\\u0000',' , brighter, darker','12345678901234567890123','%zz','#',"
          + "'#/x/y','$ref','((((','[','{9999999}','a{99999}','\\\\','[^','data:','data:image/png',"
          + "'[{','system','user','tool','assistant','model','2000-13-45','1:0','0K','99999x99999']";

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void changedRequestsAreAnsweredOrRefused() throws Exception {
    Random random = new Random(17);
    JsonNode odd = RUNNING.read(ODD.replace('\'', '"'));
    for (Map.Entry<String, List<String>> entry : REQUESTS.entrySet()) {
      for (int round = 0; round < 150; round++) {
        List<String> requests = entry.getValue();
        String request = requests.get(round % requests.size()).replace('\'', '"');
        JsonNode changed = RUNNING.read(request);
        for (int change = 0; change <= random.nextInt(3); change++) {
          change(changed, odd.get(random.nextInt(odd.size())).deepCopy(), random);
        }
        String body = mapper.writer().writeValueAsString(changed);
        assertAnswered("POST", entry.getKey(), body, "Content-Type: application/json");
      }
    }
    RUNNING.simulator().acceptOnly().latency(Duration.ZERO).reset();
  }

  private static void change(JsonNode json, JsonNode odd, Random random) {
    List<Runnable> changes = new ArrayList<>();
    collect(json, odd, changes);
    changes.get(random.nextInt(changes.size())).run();
  }

  private static void collect(JsonNode json, JsonNode odd, List<Runnable> changes) {
    if (json instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        changes.add(() -> object.set(member.getKey(), odd));
        collect(member.getValue(), odd, changes);
      }
    }
    if (json instanceof ArrayNode array) {
      for (int at = 0; at < array.size(); at++) {
        int index = at;
        changes.add(() -> array.set(index, odd));
        collect(array.get(at), odd, changes);
      }
    }
    changes.add(() -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v1/images/edits | Content-Type: multipart/form-data | x",
        "POST | /v1/images/edits | Content-Type: multipart/form-data; boundary= | x",
        "POST | /v1/images/edits | Content-Type: multipart/form-data; boundary=b | --b",
        "POST | /v1/chat/completions | Content-Type: multipart/form-data | {}",
        "POST | /v1/chat/completions | X-Simulate: bodyBase64=? | {}",
        "POST | /v1/chat/completions | X-Simulate: body=%zz | {}",
        "POST | /v1/chat/completions | X-Simulate: status=100 | {}",
        "POST | /v1/chat/completions | X-Simulate: status=999999999 | {}",
        "POST | /v1/chat/completions | X-Simulate: header=a b: c | {}",
        "POST | /v1/chat/completions | X-Simulate: header=a: %0D%0Ab | {}",
        "POST | /v1/chat/completions | X-Simulate: headers=1; header=a: b | {}",
        "POST | /v1/chat/completions | X-Simulate: type=%0A | {}",
        "POST | /v1/chat/completions | X-Simulate: delay=99999999999999 | {}",
        "POST | /v1/chat/completions | X-Simulate: fault=none | {}",
        "POST | /v1/chat/completions | X-Simulate: =;=; ; | {}",
        "POST | /_control/script | X-A: b | '[{\"times\":999999999}]'",
        "POST | /_control/script | X-A: b | '[{\"bodyBase64\":\"?\"}]'",
        "POST | /_control/script | X-A: b | '[{\"chunksBase64\":[\"?\"]}]'",
        "POST | /_control/script | X-A: b | '[1]'",
        "POST | /v1beta/models/m:streamGenerateContent?alt=%zz | X-A: b | {}",
        "POST | /v1beta/models/m:generateContent?key=%zz | X-A: b | {}",
        "GET | /workers/flux?prompt=%zz | X-A: b | ''",
        "GET | /images/sunset-99999x0-zz.png | X-A: b | ''",
        "GET | /v1/models/%zz | X-A: b | ''",
        "PATCH | /_control/settings | X-A: b | '{\"latency\":1e300}'",
        "PATCH | /_control/settings | X-A: b | '{\"tokenLifetime\":9223372036854775807}'",
        "OPTIONS | * | X-A: b | ''",
        "BREW | / | X-A: b | ''",
        "TRACE | /v1/models | X-A: b | ''"
      })
  void oddRequestsAreRefused(String method, String path, String header, String body)
      throws Exception {
    assertThat(status(method, path, body, header)).isBetween(400, 499);
  }

  @Test
  void textsThatAreLongOrNestedAreAnswered() throws Exception {
    for (String text :
        List.of(", brighter".repeat(20_000), "show me ".repeat(20_000), "x ".repeat(50_000))) {
      String chat =
          "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
      assertThat(status("POST", "/v1/chat/completions", chat, "X-A: b")).isEqualTo(200);
      String image = "{\"prompt\":\"" + text + "\"}";
      assertThat(status("POST", "/v3/generate/image", image, "X-A: b")).isEqualTo(200);
    }
    String nested = "[".repeat(5000);
    assertThat(status("POST", "/v1/chat/completions", nested, "X-A: b")).isEqualTo(400);
  }

  private static void assertAnswered(String method, String path, String body, String header)
      throws Exception {
    int status = status(method, path, body, header);
    assertThat(status).as(path + " " + body).isBetween(200, 499);
  }

  private static int status(String method, String path, String body, String header)
      throws Exception {
    String length = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
    String key = "x-goog-api-key: key";
    String answer = RUNNING.raw(method, path, header, key, length + "\r\n\r\n" + body);
    assertThat(answer).as(path + " " + body).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }
}
