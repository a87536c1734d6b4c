package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedRequestBody;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.provider.InputType;
import dev.animus4j.image.provider.SizeGrid;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Request to Stable Diffusion in the form of Workers AI: only fields that were set, sizes within
 * its limits, and an image to change as {@code image_b64}, encoded while it is sent; a mask for it
 * is sent as {@code mask}.
 *
 * <p>To change an image, this model needs a description of the whole. So the original prompt
 * precedes the new one, unless that contains it.
 */
record SdxlRequest(ImageRequest request, String provider) {
  private static final Map<ImageOption, String> OPTIONS =
      Map.of(
          ImageOption.NEGATIVE_PROMPT, "negative_prompt",
          ImageOption.STEPS, "num_steps",
          ImageOption.GUIDANCE, "guidance",
          ImageOption.STRENGTH, "strength");
  private static final SizeGrid SIZES = SizeGrid.multiplesOf(8, 256, 2048);

  /**
   * Creates a request after checking it.
   *
   * @throws AnimusException.InvalidRequest when there are reference images other than a mask for
   *     the image to change
   */
  static SdxlRequest of(ImageRequest request, String provider) {
    List<ReferenceImage> references = request.referenceImages();
    FailureOrigin origin = FailureOrigin.of(provider);
    if (!references.stream().allMatch(ReferenceImage::isMask)) {
      throw new AnimusException.InvalidRequest(origin, "cannot draw with other pictures");
    }
    if (references.size() > 1 || (!references.isEmpty() && request.source() == null)) {
      String what = "cannot use a mask without a picture to change, nor several";
      throw new AnimusException.InvalidRequest(origin, what);
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
    return InputImage.sourceOf(request, store, FailureOrigin.of(provider))
        .<Object>map(this::streamingBody)
        .orElseGet(this::fields);
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
      ImageRequest.Size size = SIZES.nearest(request.size());
      fields.put("width", size.width());
      fields.put("height", size.height());
    }
    if (request.seed() != null) {
      fields.put("seed", request.seed());
    }
    request.referenceImages().forEach(mask -> fields.put("mask", octets(mask)));
    fields.putAll(ImageOption.fields(request, OPTIONS, FailureOrigin.of(provider)));
    fields.putAll(request.extra());
    fields.put("prompt", prompt());
    return fields;
  }

  /** The file as the wire has it: an array of numbers from 0 to 255. */
  private int[] octets(ReferenceImage mask) {
    FailureOrigin origin = FailureOrigin.of(provider);
    var unused = InputType.require(mask.bytes(), mask.mediaType(), origin);
    return IntStream.range(0, mask.bytes().length()).map(mask.bytes()::getUnsignedByte).toArray();
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
}
