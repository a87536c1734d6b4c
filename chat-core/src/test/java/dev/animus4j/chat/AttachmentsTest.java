package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures that users show. */
@VertxTest
class AttachmentsTest {
  private static final byte[] PNG = png(8);
  private static final Attachment FILE = Attachment.of("image/png", PNG);

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
    fixture.attachments = ImageStore.inMemory(64 << 20);
  }

  private static byte[] png(int side) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private TestSubscriber<ChatEvent> send(Message message) {
    TestSubscriber<ChatEvent> exchange = fixture.chat().send(message).test();
    fixture.clock.triggerActions();
    return exchange;
  }

  private List<Message> asked(int request) {
    List<Message> all = fixture.asked.get(request).messages();
    return all.subList(1, all.size());
  }

  private static List<byte[]> files(Message message) {
    return message.attachments().stream().map(shown -> ((Attachment.Data) shown).bytes()).toList();
  }

  private URI remembered(int entry) {
    Attachment shown = fixture.remembered().get(entry).message().attachments().get(0);
    return ((Attachment.Reference) shown).location();
  }

  @Test
  void theModelSeesTheBytesAndTheConversationRemembersThePlace() {
    TestSubscriber<ChatEvent> exchange = send(Message.user("What is this?").withAttachments(FILE));

    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'What is this?'",
            "start REGULAR ''",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(files(asked(0).get(0))).containsExactly(PNG);
    MessageReceived received = (MessageReceived) exchange.values().get(0);
    assertThat(received.images()).containsExactly(remembered(0));
    assertThat(fixture.attachments.read(remembered(0)).blockingFirst().getBytes()).isEqualTo(PNG);
  }

  @Test
  void attachmentsAreSentAgainWithLaterMessages() {
    send(Message.user("").withAttachments(FILE));
    send(Message.user("And now?"));

    assertThat(files(asked(1).get(0))).containsExactly(PNG);
  }

  @Test
  void aPictureThatIsGoneIsMentioned() {
    send(Message.user("Look!").withAttachments(FILE));
    fixture.attachments.delete(remembered(0)).blockingAwait();
    send(Message.user("And now?"));

    assertThat(asked(1).get(0)).isEqualTo(Message.user("Look!\n(A picture was shown here.)"));
  }

  @Test
  void aPictureOfTheLatestMessageMustBeThere() {
    URI gone = URI.create("mem:gone.png");
    TestSubscriber<ChatEvent> exchange =
        send(Message.user("Look!").withAttachments(Attachment.reference(gone)));

    assertThat(EventTrace.of(exchange.values()).get(2)).startsWith("failed");
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void anAttachmentThatIsNoImageIsRejected() {
    byte[] text = Arrays.copyOf("not a picture".getBytes(), 100);
    TestSubscriber<ChatEvent> exchange =
        send(Message.user("Look!").withAttachments(Attachment.of("image/png", text)));

    assertThat(EventTrace.of(exchange.values())).first().asString().startsWith("failed invalid");
    assertThat(fixture.remembered()).isEmpty();
  }

  @Test
  void picturesOnTheWebAreLeftToTheProvider() {
    Attachment web = Attachment.reference(URI.create("HTTPS://pictures.example/cat.jpg"));
    send(Message.user("Look!").withAttachments(web));

    assertThat(asked(0).get(0).attachments()).containsExactly(web);
  }

  @Test
  void theLatestPicturesFindRoomFirst() {
    byte[] large = Arrays.copyOf(PNG, 9 << 20);
    Buffer file = Buffer.buffer(large);
    Attachment[] three =
        Flowable.range(0, 3)
            .concatMapSingle(i -> fixture.attachments.write("x", Flowable.just(file)))
            .map(stored -> Attachment.reference(stored.location()))
            .toList()
            .blockingGet()
            .toArray(Attachment[]::new);
    for (Attachment shown : three) {
      send(Message.user("Look!").withAttachments(shown));
    }

    assertThat(asked(2).get(0).attachments()).isEmpty();
    assertThat(files(asked(2).get(2))).containsExactly(large);
    assertThat(files(asked(2).get(4))).containsExactly(large);
  }

  @Test
  void picturesInOneMessageBeyondAllLimitsAreRefused() {
    byte[] half = Arrays.copyOf(PNG, (10 << 20) + 1);
    ChatRequest request =
        ChatRequest.of(
            Message.user("Look!")
                .withAttachments(
                    Attachment.of("image/png", half), Attachment.of("image/png", half)));

    fixture.chat().completions(request).test().assertError(e -> e.getMessage().contains("larger"));
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void anEmptyMessageSaysAndShowsNothing() {
    assertThat(send(Message.user(" ")).values()).first().asString().contains("kind=invalidRequest");
  }

  @Test
  void messagesThatAreMergedShowAllOfTheirPictures() {
    ChatOptions merging =
        ChatFixture.OPTIONS.withOverlap(OverlapPolicy.merge(Duration.ofSeconds(1)));
    fixture.chat().send(Message.user("one").withAttachments(FILE), merging).subscribe();
    fixture.chat().send(Message.user("two").withAttachments(FILE), merging).subscribe();
    fixture.after(Duration.ofSeconds(3));

    assertThat(asked(0).get(0).content()).isEqualTo("one\ntwo");
    assertThat(files(asked(0).get(0))).hasSize(2);
  }
}
