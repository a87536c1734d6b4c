package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Json;
import dev.animus4j.image.Asset;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request in the OpenAI dialect. What is to be changed at an address goes by address, as JSON;
 * files go as a form. Only what was set is sent, and the model always.
 *
 * @param previews how many unfinished pictures to ask for
 */
record OpenAiOrder(Endpoint endpoint, String model, ImageRequest request, int previews) {
  private static final String MASK = "mask";

  HttpCall call(ImageStore store) {
    HttpCall call = unstreamed(store);
    return isStreamed() ? call.streaming() : call;
  }

  /** How many pictures were asked for. */
  int count() {
    return request.extra().get("n") instanceof Number n ? n.intValue() : 1;
  }

  private boolean isStreamed() {
    return previews > 0 || Boolean.TRUE.equals(request.extra().get("stream"));
  }

  private HttpCall unstreamed(ImageStore store) {
    if (request.source() == null && request.assets().isEmpty()) {
      return endpoint.post("/images/generations", fields());
    }
    return request.source() instanceof ImageRequest.Source.At at && isTakenByAddress(at.address())
        ? endpoint.post("/images/edits", byAddress(at.address()))
        : form(store);
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("prompt", request.prompt());
    if (request.size() != null) {
      fields.put("size", request.size().width() + "x" + request.size().height());
    }
    if (request.seed() != null && !is("gpt-image") && !is("chatgpt-image") && !is("dall-e")) {
      fields.put("seed", request.seed());
    }
    if (previews > 0) {
      fields.put("stream", true);
      fields.put("partial_images", previews);
    }
    request.extra().forEach(fields::putIfAbsent);
    return fields;
  }

  /** The family that does not take addresses has been shut down, but lives on in other servers. */
  private boolean isTakenByAddress(URI address) {
    boolean web = WebAddress.is(address);
    boolean data = DataUrl.is(address.toString());
    if (!data && (!web || is("dall-e"))) {
      throw new AnimusException.InvalidRequest(
          Origin.of(endpoint.provider()), model + " does not take pictures at such an address");
    }
    return !is("dall-e");
  }

  private Map<String, Object> byAddress(URI address) {
    Map<String, Object> fields = fields();
    List<Object> images = new ArrayList<>(List.of(at(address.toString())));
    for (Asset asset : request.assets()) {
      String base64 = Base64.getEncoder().encodeToString(asset.bytes().getBytes());
      Object image = at("data:" + asset.mediaType() + ";base64," + base64);
      if (MASK.equals(asset.role())) {
        fields.put(MASK, image);
      } else {
        images.add(image);
      }
    }
    fields.put("images", images);
    return fields;
  }

  private static Map<String, String> at(String address) {
    return Map.of("image_url", address);
  }

  private HttpCall form(ImageStore store) {
    Multipart form = new Multipart();
    fields().forEach((name, value) -> form.field(name, text(value)));
    List<InputPicture> images = Stream.concat(source(store), assets(false)).toList();
    String name = images.size() == 1 ? "image" : "image[]";
    for (int at = 0; at < images.size(); at++) {
      form.file(name, "image-" + at + "." + images.get(at).extension(), images.get(at));
    }
    assets(true).forEach(mask -> form.file(MASK, "mask." + mask.extension(), mask));
    return endpoint.post("/images/edits", form.upload()).header("Content-Type", form.mediaType());
  }

  private Stream<InputPicture> source(ImageStore store) {
    ImageRequest.Source source = request.source();
    if (source instanceof ImageRequest.Source.Made made) {
      return Stream.of(InputPicture.of(made.image(), store));
    }
    return source instanceof ImageRequest.Source.At at
        ? Stream.of(InputPicture.in(at.address(), Origin.of(endpoint.provider())))
        : Stream.empty();
  }

  private Stream<InputPicture> assets(boolean masks) {
    return request.assets().stream()
        .filter(asset -> MASK.equals(asset.role()) == masks)
        .map(InputPicture::of);
  }

  private static String text(Object value) {
    boolean plain = value instanceof CharSequence || value instanceof Number;
    return plain || value instanceof Boolean ? value.toString() : Json.write(value).toString();
  }

  private boolean is(String family) {
    return model.toLowerCase(Locale.ROOT).startsWith(family);
  }
}
