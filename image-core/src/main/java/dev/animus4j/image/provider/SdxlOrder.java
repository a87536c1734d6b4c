package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Json;
import dev.animus4j.http.Upload;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of Stable Diffusion as Workers AI takes it: only what was set, sizes within its
 * limits, and a picture to change as {@code image_b64}, encoded while it is sent.
 *
 * <p>To change a picture, this model wants to be told all that it shows. So the words it was made
 * with go before those that change it, unless they are among them.
 */
record SdxlOrder(ImageRequest request, String provider) {
  private static final int SMALLEST = 256;
  private static final int LARGEST = 2048;
  private static final int STEP = 8;

  /**
   * Checks what can be checked.
   *
   * @throws AnimusException.InvalidRequest when there is more to draw with than one picture
   */
  static SdxlOrder of(ImageRequest request, String provider) {
    if (!request.assets().isEmpty()) {
      throw new AnimusException.InvalidRequest(
          Origin.of(provider), "cannot draw with other pictures");
    }
    return new SdxlOrder(request, provider);
  }

  /** The request, under way from now on. */
  Drawing drawing(String model) {
    String prompt = prompt();
    Drawing drawing = Drawing.begun(request, model);
    return prompt.equals(request.prompt()) ? drawing : drawing.saying(prompt);
  }

  /** The body of the request. */
  Object body(ImageStore store) {
    InputPicture source = source(store);
    return source == null ? fields() : upload(source);
  }

  private String prompt() {
    String change = request.prompt();
    if (request.source() instanceof ImageRequest.Source.Made made) {
      String before = described(made.image());
      return change.contains(before) ? change : before + ", " + change;
    }
    return change;
  }

  private static String described(Image image) {
    String revised = image.generation().revisedPrompt();
    return revised == null ? image.prompt() : revised;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt());
    if (request.size() != null) {
      fields.put("width", nearest(request.size().width()));
      fields.put("height", nearest(request.size().height()));
    }
    if (request.seed() != null) {
      fields.put("seed", request.seed());
    }
    request.extra().forEach(fields::putIfAbsent);
    return fields;
  }

  private @Nullable InputPicture source(ImageStore store) {
    ImageRequest.Source source = request.source();
    if (source instanceof ImageRequest.Source.Made made) {
      return InputPicture.of(made.image(), store);
    }
    if (source instanceof ImageRequest.Source.At at) {
      if (!DataUrl.is(at.address().toString())) {
        throw new AnimusException.InvalidRequest(
            Origin.of(provider), "cannot change a picture at an address");
      }
      return InputPicture.in(at.address(), Origin.of(provider));
    }
    return null;
  }

  private Upload upload(InputPicture source) {
    Buffer fields = Json.write(fields());
    Buffer head = fields.getBuffer(0, fields.length() - 1).appendString(",\"image_b64\":\"");
    Buffer tail = Buffer.buffer("\"}");
    Flowable<Buffer> base64 = source.bytes().compose(Base64Pieces::encoded);
    return new Upload(
        head.length() + Base64Pieces.length(source.length()) + tail.length(),
        Flowable.concat(Flowable.just(head), base64, Flowable.just(tail)));
  }

  private static int nearest(int pixels) {
    int stepped = Math.round((float) pixels / STEP) * STEP;
    return Math.max(SMALLEST, Math.min(LARGEST, stepped));
  }
}
