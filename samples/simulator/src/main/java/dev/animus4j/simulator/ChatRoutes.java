package dev.animus4j.simulator;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Handles chat requests; responses are whole or event streams. */
final class ChatRoutes {
  private final Dialect dialect;
  private final ReplyRules replyRules = new ReplyRules();
  private final AtomicLong count = new AtomicLong();

  ChatRoutes(Dialect dialect) {
    this.dialect = dialect;
  }

  Future<SimulatedResponse> complete(SimulatedRequest request) {
    ReceivedChatRequest chatRequest = ReceivedChatRequest.parse(request.json(), dialect);
    SimulatedCompletion simulatedCompletion =
        new SimulatedCompletion(
            dialect,
            "chatcmpl-sim" + count.incrementAndGet(),
            System.currentTimeMillis() / 1000,
            chatRequest,
            replyRules.reply(chatRequest));
    SimulatedResponse response =
        chatRequest.isSet("stream") && !request.wantsWhole()
            ? SimulatedResponse.events(new CompletionEvents(simulatedCompletion).iterator())
            : SimulatedResponse.json(simulatedCompletion.json());
    return Future.succeededFuture(response);
  }
}
