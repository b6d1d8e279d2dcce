module.exports = (config) => {
  config.setQuietMode(true);
  config.addPassthroughCopy("images");
  config.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
};
