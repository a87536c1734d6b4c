package dev.animus4j.benchmarks.springai;

import static java.util.Objects.requireNonNull;

import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Window;
import dev.animus4j.benchmarks.Work;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Driver of the OpenAI module of Spring AI by itself, without Boot. */
public final class SpringAiDriver implements Driver {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

  @Override
  public Op of(Work work, Target provider) {
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(model(provider));
      case SEND -> send(model(provider));
      case STREAM -> stream(model(provider));
      case PICTURE -> picture(provider);
      default -> throw new UnsupportedOperationException();
    };
  }

  private static OpenAiChatModel model(Target provider) {
    OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
    options.baseUrl(provider.v1()).apiKey("x").model(Sample.MODEL).maxRetries(0).timeout(TIMEOUT);
    return OpenAiChatModel.builder()
        .options(options.build())
        .httpClientBuilderCustomizer(
            http -> http.maxIdleConnections(provider.concurrency()).keepAliveDuration(KEEP_ALIVE))
        .build();
  }

  private static Prompt first() {
    return new Prompt(List.of(new SystemMessage(Sample.SYSTEM), new UserMessage(Sample.USER)));
  }

  private static Op.Blocking completion(OpenAiChatModel model) {
    return slot ->
        Sample.text(requireNonNull(model.call(first()).getResult()).getOutput().getText());
  }

  private static Op.Blocking send(OpenAiChatModel model) {
    ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(Window.MESSAGES).build();
    ChatClient client =
        ChatClient.builder(model)
            .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
            .build();
    return slot ->
        Sample.text(
            client
                .prompt()
                .user(Sample.USER)
                .advisors(advisor -> advisor.param(ChatMemory.CONVERSATION_ID, "c" + slot))
                .call()
                .content());
  }

  private static Op.Async stream(OpenAiChatModel model) {
    return (slot, done) -> {
      var unused =
          model.stream(first())
              .filter(SpringAiDriver::hasText)
              .count()
              .subscribe(chunks -> done.ok(Sample.chunks(chunks)), done::fail);
    };
  }

  private static boolean hasText(ChatResponse response) {
    String text = response.getResult() == null ? null : response.getResult().getOutput().getText();
    return text != null && !text.isEmpty();
  }

  private static Op.Blocking picture(Target provider) {
    OpenAiImageModel model =
        OpenAiImageModel.builder()
            .options(
                OpenAiImageOptions.builder()
                    .baseUrl(provider.v1())
                    .apiKey("x")
                    .model("gpt-image-1")
                    .timeout(TIMEOUT)
                    .build())
            .httpClientBuilderCustomizer(
                http ->
                    http.maxIdleConnections(provider.concurrency()).keepAliveDuration(KEEP_ALIVE))
            .build();
    return slot -> {
      String base64 =
          requireNonNull(model.call(new ImagePrompt(Sample.PICTURE)).getResult())
              .getOutput()
              .getB64Json();
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Sample.picture(bytes, bytes.length, provider.pictureBytes());
    };
  }
}
