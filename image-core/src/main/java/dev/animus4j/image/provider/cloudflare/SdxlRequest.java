package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedRequestBody;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request to Stable Diffusion in the form of Workers AI: only fields that were set, sizes within
 * its limits, and an image to change as {@code image_b64}, encoded while it is sent.
 *
 * <p>To change an image, this model needs a description of the whole. So the original prompt
 * precedes the new one, unless that contains it.
 */
record SdxlRequest(ImageRequest request, String provider) {
  private static final int MIN_SIDE = 256;
  private static final int MAX_SIDE = 2048;
  private static final int STEP = 8;

  /**
   * Creates a request after checking it.
   *
   * @throws AnimusException.InvalidRequest when there are reference images
   */
  static SdxlRequest of(ImageRequest request, String provider) {
    if (!request.referenceImages().isEmpty()) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(provider), "cannot draw with other pictures");
    }
    return new SdxlRequest(request, provider);
  }

  /** Creates the context of the request, in flight from now on. */
  InFlightImageRequest context(String model) {
    String prompt = prompt();
    InFlightImageRequest context = InFlightImageRequest.of(request, model);
    return prompt.equals(request.prompt()) ? context : context.withPrompt(prompt);
  }

  /** The body of the request. */
  Object body(ImageStore store) {
    InputImage source = source(store);
    return source == null ? fields() : streamingBody(source);
  }

  private String prompt() {
    String prompt = request.prompt();
    if (request.source() instanceof ImageRequest.Source.Made made) {
      String original = originalPrompt(made.image());
      return prompt.contains(original) ? prompt : original + ", " + prompt;
    }
    return prompt;
  }

  private static String originalPrompt(Image image) {
    String revised = image.generation().revisedPrompt();
    return revised == null ? image.prompt() : revised;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt());
    if (request.size() != null) {
      fields.put("width", roundToStep(request.size().width()));
      fields.put("height", roundToStep(request.size().height()));
    }
    if (request.seed() != null) {
      fields.put("seed", request.seed());
    }
    request.extra().forEach(fields::putIfAbsent);
    return fields;
  }

  private @Nullable InputImage source(ImageStore store) {
    ImageRequest.Source source = request.source();
    if (source instanceof ImageRequest.Source.Made made) {
      return InputImage.of(made.image(), store);
    }
    if (source instanceof ImageRequest.Source.At at) {
      if (!DataUrl.isDataUrl(at.address().toString())) {
        throw new AnimusException.InvalidRequest(
            FailureOrigin.of(provider), "cannot change a picture at an address");
      }
      return InputImage.ofDataUrl(at.address(), FailureOrigin.of(provider));
    }
    return null;
  }

  private StreamedRequestBody streamingBody(InputImage source) {
    Buffer fields = Json.write(fields());
    Buffer head = fields.getBuffer(0, fields.length() - 1).appendString(",\"image_b64\":\"");
    Buffer tail = Buffer.buffer("\"}");
    Flowable<Buffer> base64 = source.bytes().compose(Base64Encoder::encode);
    return new StreamedRequestBody(
        head.length() + Base64Encoder.encodedLength(source.length()) + tail.length(),
        Flowable.concat(Flowable.just(head), base64, Flowable.just(tail)));
  }

  private static int roundToStep(int pixels) {
    int stepped = Math.round((float) pixels / STEP) * STEP;
    return Math.max(MIN_SIDE, Math.min(MAX_SIDE, stepped));
  }
}
