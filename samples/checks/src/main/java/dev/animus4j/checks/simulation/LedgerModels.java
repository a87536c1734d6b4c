package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Models that verify that what they are asked for is stored before. */
final class LedgerModels {
  private final LedgerWorld world;
  private final RandomChoices random;
  private final Map<String, Integer> ordered = new HashMap<>();
  private final Map<String, Integer> drawn = new HashMap<>();
  private int count;

  LedgerModels(LedgerWorld world) {
    this.world = world;
    this.random = world.random();
  }

  ChatModel chat(LedgerClient client) {
    StreamingChatModel model = request -> Flowable.defer(() -> answer(client, request));
    return model.withImageDetection(ImagePromptDetection.SERVER);
  }

  private Flowable<ChatUpdate> answer(LedgerClient client, ChatRequest request) {
    String name = String.valueOf(request.model());
    world.runVerified(() -> verifyRequest(client, name, request));
    if (name.startsWith("q")) {
      return Flowable.just(ChatResponse.of("fine " + name));
    }
    boolean streams = world.isStreaming(name);
    String text = random.oneIn(30) ? "" : text(name, streams ? random.any(1, 5, 40) : 3);
    Flowable<ChatUpdate> deltas = streams ? deltas(text) : Flowable.empty();
    return deltas
        .concatWith(
            switch (random.upToInclusive(15)) {
              case 0 -> Flowable.never();
              case 1 -> Flowable.error(new RandomFailures.IntendedFailure("no answer"));
              default -> delayed(random.delay(4_000), response(name, text));
            })
        .filter(update -> !client.hasCrashed());
  }

  private void verifyRequest(LedgerClient client, String name, ChatRequest request) {
    world.log().record(name, client + " asks a model");
    Invariant.holds(!client.hasCrashed(), "%s has crashed, and asks for %s", client, name);
    int last = request.messages().size() - 1;
    if (request.messages().get(last).role() != Role.TOOL) {
      world.onRequest(client, name);
    }
  }

  private String text(String name, int words) {
    String poison = random.oneIn(200) ? " " + UnreliableTenure.POISON : "";
    StringBuilder text = new StringBuilder(name + "." + ++count + poison);
    for (int i = 1; i < words; i++) {
      text.append(" w").append(i).append(random.oneIn(9) ? "." : "");
    }
    return text.toString();
  }

  private Flowable<ChatUpdate> deltas(String text) {
    List<ChatUpdate> deltas = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + 1 + random.upToInclusive(7));
      deltas.add(new ChatUpdate.TextDelta(text.substring(from, to)));
      from = to;
    }
    int pace = random.any(0, 0, 40, 300);
    return Flowable.fromIterable(deltas).concatMap(delta -> delayed(pace, delta));
  }

  private <T> Flowable<T> delayed(long millis, T item) {
    return millis == 0
        ? Flowable.just(item)
        : Flowable.just(item).delay(millis, TimeUnit.MILLISECONDS, world.scheduler());
  }

  private ChatUpdate response(String name, String text) {
    ChatResponse response = ChatResponse.of(text);
    response = random.oneIn(5) ? response.withNext() : response;
    response = random.oneIn(5) ? response.withImagePrompt("p " + name + " " + ++count) : response;
    return random.oneIn(6)
        ? response.withToolCalls(new ToolCall("k" + ++count, "f", "{}"))
        : response;
  }

  /** A picture is ordered, as the ledger has it. */
  void onOrdered(String prompt) {
    ordered.merge(prompt, 1, Integer::sum);
  }

  ImageModel images(LedgerClient client) {
    return request -> {
      String prompt = request.prompt();
      world.runVerified(
          () -> {
            world.log().record(prompt, client + " asks an image model");
            int asked = drawn.merge(prompt, 1, Integer::sum);
            int stored = ordered.getOrDefault(prompt, 0);
            Invariant.holds(asked <= stored, "%d pictures of %d: %s", asked, stored, prompt);
          });
      Flowable<Image> drawing =
          switch (random.upToInclusive(9)) {
            case 0 -> Flowable.never();
            case 1 -> Flowable.error(new RandomFailures.IntendedFailure("no picture"));
            default ->
                delayed(random.delay(9_000), RandomImageModel.picture(prompt, "m" + ++count));
          };
      return drawing.filter(update -> !client.hasCrashed()).firstOrError();
    };
  }
}
