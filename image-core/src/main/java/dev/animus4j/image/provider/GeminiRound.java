package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Asset;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.GeminiMemo.Piece;
import dev.animus4j.image.provider.GeminiMemo.Turn;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of a conversation about a picture: what was said before, if the picture to change was
 * drawn in a conversation, and what the user says now.
 */
record GeminiRound(List<Turn> before, List<Said> now) {

  /** Something the user says, and what the memo keeps of it. */
  record Said(Piece piece, @Nullable Asset file) {}

  static GeminiRound of(ImageRequest request, GeminiOptions options, Origin origin) {
    ImageRequest.Source source = request.source();
    List<Turn> before = List.of();
    List<Said> now = new ArrayList<>();
    if (source instanceof ImageRequest.Source.Made made) {
      before = before(made.image(), request.assets(), options);
      now.addAll(before.isEmpty() ? changing(made.image()) : pointing(before, made.image()));
    } else if (source instanceof ImageRequest.Source.At at) {
      now.addAll(changing(at.address(), origin));
    }
    request.assets().forEach(asset -> now.addAll(using(asset)));
    now.add(said(request.prompt()));
    GeminiRound round = new GeminiRound(before, now);
    round.check(options.maxInputBytes(), origin);
    return round;
  }

  /** What the memo keeps of what the user says now. */
  Turn asked() {
    return new Turn("user", now.stream().map(Said::piece).toList());
  }

  private static List<Turn> before(Image image, List<Asset> assets, GeminiOptions options) {
    long taken = assets.stream().mapToLong(asset -> asset.bytes().length()).sum();
    return GeminiMemo.of(image, options.model())
        .map(memo -> memo.latest(options.maxInputBytes() - taken))
        .orElse(List.of());
  }

  private static List<Said> changing(Image image) {
    Said picture = new Said(Piece.picture(image.location(), image.format()), null);
    return List.of(said("The next picture is the one to change."), picture);
  }

  private static List<Said> changing(URI address, Origin origin) {
    Said words = said("The next picture is the one to change.");
    if (!DataUrl.is(address.toString())) {
      return List.of(words, new Said(Piece.file(WebAddress.checked(address, origin)), null));
    }
    return List.of(words, attached(file(address.toString(), origin)));
  }

  private static Asset file(String url, Origin origin) {
    try {
      Buffer bytes =
          new DataUrl(url, origin)
              .bytes()
              .collect(Buffer::buffer, Buffer::appendBuffer)
              .blockingGet();
      String type = url.substring("data:".length(), url.indexOf(',')).split(";", 2)[0].strip();
      return new Asset(bytes, type.isEmpty() ? "image/png" : type, null, null);
    } catch (AnimusException.Protocol invalid) {
      String what = "the data: URL of the picture is invalid";
      throw new AnimusException.InvalidRequest(invalid.origin(), what);
    }
  }

  /** When the model drew several pictures at once, it has to be told which one is meant. */
  private static List<Said> pointing(List<Turn> before, Image image) {
    if (GeminiMemo.lastPictures(before) < 2) {
      return List.of();
    }
    List<URI> drawn =
        before.get(before.size() - 1).parts().stream()
            .filter(part -> part.picture() != null)
            .map(Piece::picture)
            .toList();
    return List.of(said("Change picture " + (drawn.indexOf(image.location()) + 1) + "."));
  }

  private static List<Said> using(Asset asset) {
    String role = asset.role() == null ? "to draw with" : "the " + asset.role();
    String name = asset.name() == null ? "" : ", called \"" + asset.name() + "\"";
    return List.of(said("The next picture is " + role + name + "."), attached(asset));
  }

  private static Said attached(Asset file) {
    return new Said(Piece.text("(It was shown here, and is not shown again.)"), file);
  }

  private static Said said(String words) {
    return new Said(Piece.text(words), null);
  }

  private void check(int most, Origin origin) {
    long bytes = GeminiMemo.bytes(before);
    for (Said part : now) {
      bytes += part.file == null ? part.piece.bytes() : part.file.bytes().length();
    }
    if (bytes > most) {
      String what = "the pictures sent along have " + bytes + " bytes, more than " + most;
      throw new AnimusException.InvalidRequest(origin, what);
    }
  }
}
