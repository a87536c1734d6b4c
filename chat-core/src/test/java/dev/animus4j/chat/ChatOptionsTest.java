package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatOptionsTest {
  private static final Tool TOOL = Tool.of("f", "Does it.", "{}");

  @Test
  void samplingAndTimeAreOneCallAway() {
    ChatOptions options =
        ChatOptions.of("m", "Be kind.")
            .withTemperature(0.5)
            .withMaxTokens(7)
            .withTimeout(Duration.ofSeconds(5));
    assertThat(options.template().sampling().temperature()).isEqualTo(0.5);
    assertThat(options.template().sampling().maxTokens()).isEqualTo(7);
    assertThat(options.deadlines())
        .isEqualTo(Deadlines.DEFAULT.withExchange(Duration.ofSeconds(5)));
  }

  @Test
  void aRequestHasOneSystemMessageAndItComesFirst() {
    Message user = Message.user("hi");
    ChatRequest request = ChatRequest.of(Message.system("a"), user, Message.system("b"));
    assertThat(request.withSystemMessage("c").messages())
        .isEqualTo(List.of(Message.system("c"), user));
    assertThat(ChatRequest.of("hi").withSystemMessage("c").messages())
        .isEqualTo(List.of(Message.system("c"), user));
  }

  @Test
  void aRequestTakesTools() {
    assertThat(ChatRequest.of("hi").withTools(TOOL).features().tools()).containsExactly(TOOL);
  }
}
