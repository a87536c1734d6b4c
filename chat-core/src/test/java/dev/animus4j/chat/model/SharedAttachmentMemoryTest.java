package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All requests of a model share the room for pictures. */
class SharedAttachmentMemoryTest {
  @Test
  void requestsOfOneModelShareIt() {
    byte[] png =
        Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 600);
    List<PublishProcessor<ChatUpdate>> answers = new ArrayList<>();
    StreamingChatModel model =
        request -> {
          answers.add(PublishProcessor.create());
          return answers.get(answers.size() - 1);
        };
    ChatModel seeing = model.withAttachments(ImageStore.inMemory(1_000), 1_000);
    ChatRequest look =
        ChatRequest.of(Message.user("Look!").withAttachments(Attachment.of("image/png", png)));
    TestSubscriber<ChatUpdate> first = seeing.stream(look).test();
    TestSubscriber<ChatUpdate> second = seeing.stream(look).test();
    seeing.stream(ChatRequest.of("no picture")).test();
    assertThat(answers).hasSize(2);
    answers.get(0).onNext(ChatResponse.of("seen"));
    answers.get(0).onComplete();
    first.assertComplete();
    assertThat(answers).hasSize(3);
    second.cancel();
    seeing.stream(look).test();
    assertThat(answers).hasSize(4);
  }
}
