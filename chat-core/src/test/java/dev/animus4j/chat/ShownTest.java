package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.ImageStore;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures that users show. */
@ExtendWith(TestVertx.class)
class ShownTest {
  private static final byte[] PNG = png(8);
  private static final Attachment FILE = Attachment.of("image/png", PNG);

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
    world.attachments = ImageStore.inMemory(64 << 20);
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
    TestSubscriber<ChatEvent> exchange = world.chat().send(message).test();
    world.clock.triggerActions();
    return exchange;
  }

  private List<Message> asked(int request) {
    List<Message> all = world.asked.get(request).messages();
    return all.subList(1, all.size());
  }

  private static List<byte[]> files(Message message) {
    return message.attachments().stream().map(shown -> ((Attachment.File) shown).bytes()).toList();
  }

  private URI remembered(int entry) {
    Attachment shown = world.remembered().get(entry).message().attachments().get(0);
    return ((Attachment.At) shown).location();
  }

  @Test
  void theModelSeesTheBytesAndTheConversationRemembersThePlace() {
    TestSubscriber<ChatEvent> exchange = send(Message.user("What is this?").showing(FILE));

    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'What is this?'",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(files(asked(0).get(0))).containsExactly(PNG);
    MessageStarted started = (MessageStarted) exchange.values().get(0);
    assertThat(started.images()).containsExactly(remembered(0));
    assertThat(world.attachments.read(remembered(0)).blockingFirst().getBytes()).isEqualTo(PNG);
  }

  @Test
  void whatWasShownIsStillSeenLater() {
    send(Message.user("").showing(FILE));
    send(Message.user("And now?"));

    assertThat(files(asked(1).get(0))).containsExactly(PNG);
  }

  @Test
  void aPictureThatIsGoneIsMentioned() {
    send(Message.user("Look!").showing(FILE));
    world.attachments.delete(remembered(0)).blockingAwait();
    send(Message.user("And now?"));

    assertThat(asked(1).get(0)).isEqualTo(Message.user("Look!\n(A picture was shown here.)"));
  }

  @Test
  void aPictureOfTheLatestMessageMustBeThere() {
    URI gone = URI.create("mem:gone.png");
    TestSubscriber<ChatEvent> exchange = send(Message.user("Look!").showing(Attachment.at(gone)));

    assertThat(Trace.of(exchange.values()).get(1)).startsWith("failed");
    assertThat(world.asked).isEmpty();
  }

  @Test
  void whatIsNoPictureIsRefused() {
    byte[] text = Arrays.copyOf("not a picture".getBytes(), 100);
    TestSubscriber<ChatEvent> exchange =
        send(Message.user("Look!").showing(Attachment.of("image/png", text)));

    assertThat(Trace.of(exchange.values())).first().asString().startsWith("failed invalid");
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void picturesOnTheWebAreLeftToTheProvider() {
    Attachment web = Attachment.at(URI.create("HTTPS://pictures.example/cat.jpg"));
    send(Message.user("Look!").showing(web));

    assertThat(asked(0).get(0).attachments()).containsExactly(web);
  }

  @Test
  void theLatestPicturesFindRoomFirst() {
    byte[] large = Arrays.copyOf(PNG, 9 << 20);
    Buffer file = Buffer.buffer(large);
    Attachment[] three =
        Flowable.range(0, 3)
            .concatMapSingle(i -> world.attachments.write("x", Flowable.just(file)))
            .map(stored -> Attachment.at(stored.location()))
            .toList()
            .blockingGet()
            .toArray(Attachment[]::new);
    for (Attachment shown : three) {
      send(Message.user("Look!").showing(shown));
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
                .showing(Attachment.of("image/png", half), Attachment.of("image/png", half)));

    world.chat().completions(request).test().assertError(e -> e.getMessage().contains("larger"));
    assertThat(world.asked).isEmpty();
  }

  @Test
  void anEmptyMessageSaysAndShowsNothing() {
    assertThat(send(Message.user(" ")).values()).first().asString().contains("kind=invalidRequest");
  }

  @Test
  void messagesThatAreMergedShowAllOfTheirPictures() {
    ChatOptions merging = World.OPTIONS.overlap(Overlap.merge(Duration.ofSeconds(1)));
    world.chat().send(Message.user("one").showing(FILE), merging).subscribe();
    world.chat().send(Message.user("two").showing(FILE), merging).subscribe();
    world.after(Duration.ofSeconds(3));

    assertThat(asked(0).get(0).content()).isEqualTo("one\ntwo");
    assertThat(files(asked(0).get(0))).hasSize(2);
  }
}
