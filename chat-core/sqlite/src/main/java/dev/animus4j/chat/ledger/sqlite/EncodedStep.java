package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredImage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Step with the JSON of its parts, in their order; that of an image that is not stored is empty.
 * Text is JSON as bytes, in which half a character is escaped.
 */
record EncodedStep(Step step, List<byte[]> events, List<byte[]> entries, List<byte[]> images) {

  static EncodedStep of(Step step) {
    return new EncodedStep(
        step,
        bytes(step.events().stream().map(StoredEvent::payload)),
        bytes(step.entries().stream().map(it -> it.entry().toJson())),
        bytes(step.images().stream().map(EncodedStep::toJson)));
  }

  private static List<byte[]> bytes(Stream<Buffer> json) {
    return json.map(Buffer::getBytes).toList();
  }

  private static Buffer toJson(StoredImage stored) {
    Image image = stored.image();
    return image == null ? Buffer.buffer() : ImageJson.toJson(image);
  }

  long size() {
    return Stream.of(events, entries, images)
        .flatMap(List::stream)
        .mapToLong(it -> it.length)
        .sum();
  }
}
