package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.provider.DataUrl;
import java.util.ArrayList;
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
    return attachment instanceof Attachment.Data data
        ? new DataUrl.File(data.mediaType(), data.bytes())
        : ((Attachment.Reference) attachment).address();
  }
}
