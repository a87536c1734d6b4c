package dev.animus4j.image;

/**
 * Maps letters that only look special, and that Unicode does not map to plain ones: white in a
 * circle or a square, in parentheses, those that flags are made of, small capitals.
 */
final class EnclosedLetters {
  private static final int LETTERS = 26;
  private static final int[] ALPHABETS = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};
  private static final String SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ ʏᴢ";

  private EnclosedLetters() {}

  /** Returns the same text in plain letters. */
  static String toPlainLetters(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().map(EnclosedLetters::toPlainLetters).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static int toPlainLetters(int character) {
    for (int first : ALPHABETS) {
      if (character >= first && character < first + LETTERS) {
        return 'a' + character - first;
      }
    }
    int smallCapital = character < 0x80 ? -1 : SMALL_CAPITALS.indexOf(character);
    return smallCapital < 0 ? character : 'a' + smallCapital;
  }
}
