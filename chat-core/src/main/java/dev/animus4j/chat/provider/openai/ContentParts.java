package dev.animus4j.chat.provider.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Content of a message for OpenAI: a text, or parts when there are images. */
final class ContentParts {
  private ContentParts() {}

  static Object of(Message message) {
    if (message.attachments().isEmpty()) {
      return message.content();
    }
    List<Object> parts = new ArrayList<>();
    if (!message.content().isBlank()) {
      parts.add(Map.of("type", "text", "text", message.content()));
    }
    for (Attachment attachment : message.attachments()) {
      parts.add(Map.of("type", "image_url", "image_url", Map.of("url", url(attachment))));
    }
    return parts;
  }

  private static Object url(Attachment attachment) {
    return attachment instanceof Attachment.Reference reference
        ? reference.address()
        : new DataUrl((Attachment.Data) attachment);
  }

  /** File as a data URL; serialized without becoming a string. */
  @JsonSerialize(using = DataUrl.Writer.class)
  private record DataUrl(Attachment.Data file) {

    static final class Writer extends JsonSerializer<DataUrl> {
      @Override
      public void serialize(DataUrl url, JsonGenerator json, SerializerProvider unused)
          throws IOException {
        byte[] head = ("data:" + url.file.mediaType() + ";base64,").getBytes(ISO_8859_1);
        byte[] base64 = Base64.getEncoder().encode(url.file.bytes());
        byte[] all = new byte[head.length + base64.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(base64, 0, all, head.length, base64.length);
        json.writeRawUTF8String(all, 0, all.length);
      }
    }
  }
}
